import assert from "node:assert/strict";
import { test } from "node:test";
import headless from "@xterm/headless";
import { clampCounts, cleanTitle, ignoreClipboard, maxCount } from "../src/guard.js";

const write = (terminal, data) => new Promise(resolve => terminal.write(data, resolve));

function guarded() {
  const terminal = new headless.Terminal({ allowProposedApi: true, cols: 80, rows: 24, scrollback: 5000 });
  clampCounts(terminal);
  ignoreClipboard(terminal);
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
