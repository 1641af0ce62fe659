// `/` focuses the page's search from anywhere on it, except where one types. A mouse user starts there as well; on a touch
// screen the keyboard would cover the list.
export function attach() {
  const search = document.querySelector('[role="search"] input');
  const onKey = event => {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    event.preventDefault();
    search.focus();
    search.select();
  };
  document.addEventListener("keydown", onKey);
  if (matchMedia("(pointer: fine)").matches && !document.querySelector("dialog[open]")) search.focus();

  return { dispose: () => document.removeEventListener("keydown", onKey) };
}
