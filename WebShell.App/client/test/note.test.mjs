import assert from "node:assert/strict";
import { test } from "node:test";
import headless from "@xterm/headless";
import { formatBytes, formatDuration, isBetweenSequences, noteSequence } from "../src/note.js";

const write = (terminal, data) => new Promise(resolve => terminal.write(data, resolve));
const screen = terminal => Array.from({ length: terminal.rows }, (_, i) =>
  terminal.buffer.active.getLine(terminal.buffer.active.baseY + i).translateToString(true));

async function terminalWith(data, rows = 6, cols = 40) {
  const terminal = new headless.Terminal({ allowProposedApi: true, cols, rows });
  await write(terminal, data);
  return terminal;
}

test("a note stands above the prompt, and what is typed goes on where it was", async () => {
  const terminal = await terminalWith("one\r\n\x1b[32m$ ls");
  await write(terminal, noteSequence(terminal, "lost"));
  await write(terminal, " -l");
  assert.deepEqual(screen(terminal).slice(0, 3), ["one", "── lost ──", "$ ls -l"]);
  const cell = terminal.buffer.active.getLine(2).getCell(5);
  assert.equal(cell.getFgColor(), 2);
});

test("on a full screen the first line makes room in the scrollback", async () => {
  const terminal = await terminalWith("1\r\n2\r\n3\r\n4\r\n5\r\n$ x");
  await write(terminal, noteSequence(terminal, "lost"));
  await write(terminal, "y");
  assert.deepEqual(screen(terminal), ["2", "3", "4", "5", "── lost ──", "$ xy"]);
  assert.equal(terminal.buffer.active.getLine(0).translateToString(true), "1");
});

test("a wrapped line is not torn apart", async () => {
  const terminal = await terminalWith("one\r\n" + "x".repeat(50));
  await write(terminal, noteSequence(terminal, "lost"));
  assert.deepEqual(screen(terminal).slice(0, 4), ["one", "── lost ──", "x".repeat(40), "x".repeat(10)]);
});

test("a full-screen program keeps its screen", async () => {
  const terminal = await terminalWith("\x1b[?1049hvim");
  assert.equal(noteSequence(terminal, "lost"), null);
});

test("a note longer than the line is cut, not wrapped", async () => {
  const terminal = await terminalWith("$ ", 6, 12);
  await write(terminal, noteSequence(terminal, "connection lost"));
  assert.equal(screen(terminal)[0], "── connecti…");
  assert.equal(screen(terminal)[1], "$ ");
});

test("the parser's state says whether a sequence is open", async () => {
  const terminal = await terminalWith("a");
  assert.equal(isBetweenSequences(terminal), true);
  await write(terminal, "\x1b[3");
  assert.equal(isBetweenSequences(terminal), false);
  await write(terminal, "1m");
  assert.equal(isBetweenSequences(terminal), true);
});

test("sizes and times are words", () => {
  assert.equal(formatBytes(428_032), "418 KB");
  assert.equal(formatDuration(3.14), "3.1 s");
  assert.equal(formatDuration(2900), "48 min");
});
