// Signing out goes on to the provider by itself; the button is for where this script does not run.
document.querySelector("form[data-farewell]").submit();
