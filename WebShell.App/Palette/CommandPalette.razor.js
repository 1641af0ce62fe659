// The browser's dialog keeps the focus inside and gives it back; what the keys mean is decided in C#.
export function open(dialog) {
  if (!dialog.open) dialog.showModal();
  dialog.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp" || event.key === "Enter") event.preventDefault();
  });
  dialog.addEventListener("click", event => {
    if (event.target === dialog) dialog.close(); // beside it
  });

  return {
    close: () => dialog.close(),
    reveal: id => document.getElementById(id)?.scrollIntoView({ block: "nearest" }),
    openTab: url => { window.open(url, "_blank", "noopener"); },
  };
}
