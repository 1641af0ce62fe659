// One dim line of the portal's own between the machine's lines: "── connection lost 10:42:07 … ──".

/**
 * The sequence that puts a note above the line (with its wrapped rows) that the cursor is in, and leaves cursor,
 * attributes and that line as they were. Null where there is no place: a full-screen program has the screen.
 */
export function noteSequence(terminal, text) {
  const buffer = terminal.buffer.active;
  if (buffer.type !== "normal" || buffer.cursorX >= terminal.cols) return null;

  let top = buffer.cursorY;
  while (top > 0 && buffer.getLine(buffer.baseY + top)?.isWrapped) top--;

  const note = `\x1b[0;2m${fit(`── ${text} ──`, terminal.cols)}\x1b[0m`;
  // Saved and restored for the attributes; the place is given, because the lines move.
  const isFull = lastUsedRow(terminal) === terminal.rows - 1;
  const place = row => `\x1b[${row + 1};${buffer.cursorX + 1}H`;
  if (!isFull) return `\x1b7\x1b[${top + 1}H\x1b[L${note}\x1b8${place(buffer.cursorY + 1)}`;

  // The first line goes to the scrollback, which makes room above the cursor's line.
  return top === 0 ? null : `\x1b7\x1b[${terminal.rows}H\n\x1b[${top}H\x1b[L${note}\x1b8${place(buffer.cursorY)}`;
}

/** True when the parser is between sequences, so that a note cannot end up inside one. */
export function isBetweenSequences(terminal) {
  return terminal._core._inputHandler._parser.currentState === 0;
}

export function formatBytes(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function formatDuration(seconds) {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
}

export function formatTime(date) {
  return date.toTimeString().slice(0, 8);
}

function lastUsedRow(terminal) {
  const buffer = terminal.buffer.active;
  let row = terminal.rows - 1;
  while (row > buffer.cursorY && !buffer.getLine(buffer.baseY + row)?.translateToString(true)) row--;
  return row;
}

function fit(text, columns) {
  return text.length <= columns ? text : text.slice(0, Math.max(0, columns - 1)) + "…";
}
