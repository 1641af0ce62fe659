// What keeps a machine's output from harming the page, as handlers in front of xterm.js' own.

/** The largest count; whoever repeats more often means harm. */
export const maxCount = 5000;

// Lines inserted, deleted or scrolled: more of them than the screen has are the same as all.
const lines = new Set(["L", "M", "S", "T"]);

// Everything that repeats or moves by a count. xterm.js 6.0.0 takes ESC[2147483647b literally: 205 s and 8.7 GB.
const counting = [
  ..."@ABCDEFGHILMPSTXZ`abdef".split("").map(final => ({ final })),
  { intermediates: " ", final: "@" },
  { intermediates: " ", final: "A" },
  { intermediates: "'", final: "}" },
  { intermediates: "'", final: "~" },
];

/** Clamps counts in place, steers round what makes xterm.js throw, and lets its own handlers do the rest. */
export function clampCounts(terminal) {
  for (const id of counting) {
    // Only the core's registration hands out the parameters themselves; the public one gives a copy (checked by a test).
    terminal._core.registerCsiHandler(id, parameters => {
      const most = lines.has(id.final) ? terminal.rows : maxCount;
      for (let i = 0; i < parameters.length; i++) {
        if (parameters.params[i] > most) parameters.params[i] = most;
      }
      return false;
    });
  }
  eraseAboveSafely(terminal);
}

// "Erase above" (ESC[1J) in the last cell of a screen without scrollback looks for the line behind it: xterm.js 6.0.0 throws there and
// takes no more output. From the last cell everything is above.
function eraseAboveSafely(terminal) {
  for (const prefix of ["", "?"]) {
    terminal._core.registerCsiHandler({ prefix, final: "J" }, parameters => {
      const { cursorX, cursorY } = terminal.buffer.active;
      if (parameters.params[0] === 1 && cursorY === terminal.rows - 1 && cursorX >= terminal.cols - 1) parameters.params[0] = 2;
      return false;
    });
  }
}

/** OSC 52 would read and write the clipboard: not without the user's consent. */
export function ignoreClipboard(terminal) {
  terminal.parser.registerOscHandler(52, () => true);
}

/** A title without control, format and bidi characters, at most 128 characters; the portal does the same again. */
export function cleanTitle(title) {
  return [...title.replace(/[\p{C}\u2028\u2029]/gu, "")].slice(0, 128).join("").trim();
}
