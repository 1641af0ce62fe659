// The dock's upper edge can be dragged, or moved with the arrow keys; the height is kept by the browser.
const least = 240;
const key = "webshell.dock";

function heightOf(wanted) {
  return Math.round(Math.min(Math.max(wanted, least), innerHeight * 0.7));
}

function apply(area, height) {
  area.style.setProperty("--dock-h", `${heightOf(height)}px`);
  area.querySelector(".grip")?.setAttribute("aria-valuenow", heightOf(height));
}

/** Scrolls the strip of tabs, where it is too narrow for all, so that the one in front can be seen. */
export function showFrontTab(area) {
  area?.querySelector(".tab.is-on")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

export function makeResizable(area) {
  const grip = area?.querySelector(".grip");
  if (!grip || grip.dataset.ready) return;
  grip.dataset.ready = "true";

  const keep = height => {
    apply(area, height);
    try {
      localStorage.setItem(key, heightOf(height));
    } catch {
      // storage may be switched off: the height lasts as long as the page
    }
  };

  try {
    const kept = Number(localStorage.getItem(key));
    if (kept) apply(area, kept);
  } catch {
    // as above
  }

  grip.addEventListener("pointerdown", down => {
    const start = area.clientHeight;
    grip.setPointerCapture(down.pointerId);
    const move = event => apply(area, start + down.clientY - event.clientY);
    const up = event => {
      keep(start + down.clientY - event.clientY);
      grip.removeEventListener("pointermove", move);
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", up, { once: true });
    grip.addEventListener("pointercancel", () => grip.removeEventListener("pointermove", move), { once: true });
    down.preventDefault();
  });
  grip.addEventListener("keydown", event => {
    const step = event.key === "ArrowUp" ? 16 : event.key === "ArrowDown" ? -16 : 0;
    if (!step) return;
    event.preventDefault();
    keep(area.clientHeight + step);
  });
}
