// The theme's choice is kept in the browser; theme.js, which ran before the first paint, applies it.
const key = "webshell.theme";

export function attach(menu) {
  let choice = "system";
  try {
    choice = localStorage.getItem(key) ?? "system";
  } catch {
    // storage may be switched off: the system's preference stays
  }

  for (const radio of menu.querySelectorAll("input[name=theme]")) {
    radio.checked = radio.value === choice;
    radio.addEventListener("change", () => {
      try {
        localStorage.setItem(key, radio.value);
      } catch {
        // as above
      }
      document.dispatchEvent(new Event("webshell:theme"));
    });
  }
}
