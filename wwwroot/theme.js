// Sets <html data-theme> before the first paint, so that no page flashes in the other theme. The choice is kept by the
// browser ("dark" or "light"); without one the system's preference counts. Classic and blocking on purpose.
(() => {
  const system = matchMedia("(prefers-color-scheme: light)");
  const chosen = () => {
    try {
      return localStorage.getItem("webshell.theme");
    } catch {
      return null; // storage may be switched off
    }
  };
  const apply = () => {
    const choice = chosen();
    document.documentElement.dataset.theme = choice === "dark" || choice === "light" ? choice : system.matches ? "light" : "dark";
  };

  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", apply); // another tab chose
  document.addEventListener("webshell:theme", apply); // this page chose
})();
