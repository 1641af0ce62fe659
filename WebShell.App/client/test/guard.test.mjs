import assert from "node:assert/strict";
import { test } from "node:test";
import headless from "@xterm/headless";
import { clampCounts, cleanTitle, ignoreClipboard, maxCount, muteReplies } from "../src/guard.js";

const write = (terminal, data) => new Promise(resolve => terminal.write(data, resolve));

function guarded(isReplaying = () => false) {
  const terminal = new headless.Terminal({ allowProposedApi: true, cols: 80, rows: 24, scrollback: 5000 });
  clampCounts(terminal);
  ignoreClipboard(terminal);
  muteReplies(terminal, isReplaying);
  terminal.answers = "";
  terminal.onData(data => { terminal.answers += data; });
  return terminal;
}

for (const final of [..."@ABCDEFGHILMPSTXZ`abdef", " @", " A", "'}", "'~"]) {
  test(`ESC[2147483647${final} is harmless`, { timeout: 60_000 }, async () => {
    const terminal = guarded();
    // The processor's time, not the clock's: other tests may be running.
    const before = process.cpuUsage();
    await write(terminal, `x\x1b[2147483647${final}\x1b[999999999;999999999${final}`);
    assert.ok(process.cpuUsage(before).user < 500_000);
  });
}

test("a count below the limit is left alone", async () => {
  const terminal = guarded();
  await write(terminal, "x\x1b[9b");
  assert.equal(terminal.buffer.active.getLine(0).translateToString(true), "x".repeat(10));
});

test("a count above the limit counts as the limit", async () => {
  const terminal = guarded();
  await write(terminal, "x\x1b[1000000b");
  const { baseY, cursorY, cursorX } = terminal.buffer.active;
  assert.equal((baseY + cursorY) * 80 + cursorX, maxCount + 1);
});

const queries = ["\x1b[c", "\x1b[>c", "\x1b[5n", "\x1b[6n", "\x1b[?6n", "\x1b[?1$p", "\x1b[4$p", "\x1bP$qm\x1b\\"];

test("queries are answered", async () => {
  for (const query of queries) {
    const terminal = guarded();
    await write(terminal, query);
    assert.notEqual(terminal.answers, "", JSON.stringify(query));
  }
});

test("queries inside replayed output are not answered", async () => {
  const terminal = guarded(() => true);
  for (const query of [...queries, "\x1b]4;1;?\x07", "\x1b]10;?\x07", "\x1b]11;?\x1b\\"]) await write(terminal, query);
  assert.equal(terminal.answers, "");
});

test("the clipboard is neither read nor written", async () => {
  const terminal = guarded();
  await write(terminal, "\x1b]52;c;?\x07\x1b]52;c;aGk=\x07");
  assert.equal(terminal.answers, "");
});

test("titles lose control and bidi characters and everything behind 128", () => {
  assert.equal(cleanTitle("a\u202eb\x07c\u2066d"), "abcd");
  assert.equal(cleanTitle("x".repeat(500)).length, 128);
});

for (const [name, screen] of [["the normal screen", ""], ["the alternate screen", "\x1b[?1049h"]]) {
  for (const sequence of ["\x1b[1J", "\x1b[?1J"]) {
    test(`${JSON.stringify(sequence)} in the last cell of ${name} erases it and goes on`, async () => {
      const terminal = guarded();
      await write(terminal, `${screen}above\x1b[99;99H${sequence}\x1b[Hbelow`);
      assert.equal(terminal.buffer.active.getLine(0).translateToString(true), "below");
    });
  }
}

test("focus reports are switched on while replaying without the answer", async () => {
  const terminal = guarded(() => true);
  let asked = 0;
  terminal._core._inputHandler.onRequestSendFocus(() => asked++);
  await write(terminal, "\x1b[?2004;1004h");
  assert.deepEqual([asked, terminal.modes.sendFocusMode, terminal.modes.bracketedPasteMode], [0, true, true]);
});

test("focus reports are answered when the output is new", async () => {
  const terminal = guarded();
  let asked = 0;
  terminal._core._inputHandler.onRequestSendFocus(() => asked++);
  await write(terminal, "\x1b[?1004h");
  assert.deepEqual([asked, terminal.modes.sendFocusMode], [1, true]);
});
