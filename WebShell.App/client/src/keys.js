// Which keys are the page's and not the machine's. Never a plain Ctrl+letter.

const pageKeys = new Set(["KeyT", "KeyW", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Equal", "Minus"]);

/**
 * "copy", "paste" or "find": done here. "page": the workspace listens for it further up. Null: it goes to the machine.
 */
export function meaningOf(event, isMac = false) {
  if (event.ctrlKey && event.shiftKey && !event.altKey && !event.metaKey) {
    return { KeyC: "copy", KeyV: "paste", KeyF: "find", KeyK: "page" }[event.code] ?? null;
  }
  if (event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey) {
    return pageKeys.has(event.code) ? "page" : null;
  }
  if (isMac && event.metaKey && !event.ctrlKey && !event.altKey) {
    return event.code === "KeyF" ? "find" : null;
  }
  return null;
}
