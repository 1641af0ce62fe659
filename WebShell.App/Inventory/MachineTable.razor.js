// Keeps the list's keys from scrolling the page, and the current row in sight; what the keys mean is decided in C#.
const listKeys = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", " "]);

export function attach(scroll) {
  const table = scroll.querySelector("table");
  table.addEventListener("keydown", event => {
    if (event.target === table && listKeys.has(event.key)) event.preventDefault();
  });
  // Several rows are selected with Shift: that is no selection of text.
  table.addEventListener("mousedown", event => {
    if (event.shiftKey) event.preventDefault();
  });

  // From the search field the arrows lead into the list, at once: the next key is the list's already.
  const search = document.querySelector('[role="search"] input');
  const onSearchKey = event => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    table.focus({ preventScroll: true });
  };
  search?.addEventListener("keydown", onSearchKey);

  return {
    dispose: () => search?.removeEventListener("keydown", onSearchKey),

    // Rows out of sight are not in the document, so the place is computed from the height of one that is.
    reveal(index) {
      if (index < 0) {
        scroll.scrollTop = 0;
        return;
      }

      const head = table.tHead.getBoundingClientRect().height;
      const own = document.getElementById(`vm-${index}`);
      const row = own ?? table.querySelector("tbody tr[id]");
      const height = row ? row.getBoundingClientRect().height : 32;
      const top = own ? own.offsetTop - head : index * height;
      const room = scroll.clientHeight - head;
      if (top < scroll.scrollTop) scroll.scrollTop = top;
      else if (top + height > scroll.scrollTop + room) scroll.scrollTop = top + height - room;
    },
  };
}
