// A clipboard's text, made safe to type into a shell.

export const askAboveBytes = 5 * 1024;
export const maxPasteBytes = 1024 * 1024;

// ESC and every other control character except TAB, CR and LF: with ESC[201~ a text could leave the bracket and run.
const hidden = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/** The text without hidden control characters, and how many there were. */
export function cleanPaste(text) {
  let removed = 0;
  const clean = text.replace(hidden, () => (removed++, ""));
  return { text: clean, removed };
}

/** The lines of a text; a last line break does not begin another. */
export function linesOf(text) {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.length > 1 && lines.at(-1) === "") lines.pop();
  return lines;
}

export function needsQuestion(text) {
  return /[\r\n]/.test(text) || byteLength(text) > askAboveBytes;
}

export function byteLength(text) {
  return new TextEncoder().encode(text).length;
}

/** What a keyboard would send: Enter is CR. With brackets around it a shell takes it as one piece. */
export function asTyped(text, bracketed) {
  const typed = text.replace(/\r?\n/g, "\r");
  return bracketed ? { text: "\x1b[200~" + typed, end: "\x1b[201~" } : { text: typed, end: "" };
}

/** Several lines joined by spaces, so that nothing runs before Enter. */
export function asOneLine(text) {
  return linesOf(text).map(line => line.trim()).filter(line => line).join(" ");
}

/** Lines that stop, restart or delete something: marked in the preview, never a reason to refuse. */
export function isRisky(line) {
  return /\b(rm\s+-\w*[rf]|mkfs|dd\s+.*\bof=|shutdown|reboot|halt|poweroff|systemctl\s+(stop|restart|disable)|kill(all)?\b|drop\s+(table|database)|truncate|wipefs|>\s*\/dev\/)/i.test(line);
}
