// The shortcuts that work everywhere, taken before the terminal sees them. Alt+Shift, and Ctrl+Shift+K: never a plain Ctrl+letter.
// By code, because Alt and Shift change what the key would write.
const shortcuts = { KeyT: "new-shell", KeyW: "close-shell", ArrowRight: "next-shell", ArrowLeft: "previous-shell" };

export function listen(layout) {
  const onKey = event => {
    const isChord = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey;
    const isQuestion = event.key === "?" && !event.altKey && !event.ctrlKey && !event.metaKey
      && !event.target.closest("input, textarea, select, [contenteditable]");
    const isPalette = event.code === "KeyK" && event.ctrlKey && event.shiftKey && !event.altKey && !event.metaKey;
    const shortcut = isPalette ? "palette" : isChord ? shortcuts[event.code] : isQuestion ? "keys" : undefined;
    if (!shortcut || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    layout.invokeMethodAsync("OnShortcut", shortcut);
  };
  addEventListener("keydown", onKey, { capture: true });

  // The banner is there while the circuit is not: nothing of it can be the circuit's.
  document.querySelector(".connection button")?.addEventListener("click", () => document.dispatchEvent(new CustomEvent("webshell:try-now")));

  return { dispose: () => removeEventListener("keydown", onKey, { capture: true }) };
}
