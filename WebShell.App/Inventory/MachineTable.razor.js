// Keeps the list's keys from scrolling the page, and the current row in sight; what the keys mean is decided in C#.
const listKeys = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", " "]);

export function attach(scroll) {
  const table = scroll.querySelector("table");
  table.addEventListener("keydown", event => {
    if (event.target === table && listKeys.has(event.key)) event.preventDefault();
  });

  return {
    // Rows out of sight are not in the document, so the place is computed from the height of one that is.
    reveal(index) {
      if (index < 0) {
        scroll.scrollTop = 0;
        return;
      }

      const row = table.querySelector("tbody tr[id]");
      const height = row ? row.getBoundingClientRect().height : 32;
      const head = table.tHead.getBoundingClientRect().height;
      const top = index * height;
      const room = scroll.clientHeight - head;
      if (top < scroll.scrollTop) scroll.scrollTop = top;
      else if (top + height > scroll.scrollTop + room) scroll.scrollTop = top + height - room;
    },
  };
}
