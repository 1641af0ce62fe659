import assert from "node:assert/strict";
import { test } from "node:test";
import headless from "@xterm/headless";
import { Replay } from "../src/replay.js";

const write = (terminal, data) => new Promise(resolve => terminal.write(data, resolve));

const queries = [
  "\x1b[c", "\x1b[>c", "\x1b[5n", "\x1b[6n", "\x1b[?6n", "\x1b[?1$p", "\x1b[4$p", "\x1bP$qm\x1b\\", "\x1bP$qr\x1b\\", "\x1b[>q",
];

function replaying(until) {
  const terminal = new headless.Terminal({ allowProposedApi: true, cols: 80, rows: 24 });
  terminal.sent = "";
  terminal.answers = "";
  let parsed = 0;
  const replay = new Replay(terminal, until, () => parsed);
  terminal.onData(data => terminal[replay.isAnswering ? "answers" : "sent"] += data);
  return { terminal, replay, advance: to => { parsed = to; } };
}

for (const query of queries) {
  test(`${JSON.stringify(query)} is answered when it is new, and not when it is old`, async () => {
    const { terminal, advance } = replaying(100);
    await write(terminal, query);
    const answer = terminal.answers;
    assert.equal(terminal.sent, "");
    advance(100);
    await write(terminal, query);
    assert.equal(terminal.sent, answer);
    if (query !== "\x1b[>q") assert.notEqual(answer, "");
  });
}

test("keys typed while old output is shown are no answers", async () => {
  const { terminal, replay } = replaying(100);
  const writing = write(terminal, "x".repeat(50_000));
  terminal.input("ls\r");
  await writing;
  assert.equal(terminal.sent, "ls\r");
  assert.equal(replay.isOn, true);
});

test("a message is cut where the new output begins, and never inside a character", () => {
  const { replay } = replaying(10);
  const text = new TextEncoder().encode("12345678é—x");
  assert.equal(replay.oldIn(0, text), 10);
  assert.equal(replay.oldIn(1, text), 10, "é is whole, — follows");
  assert.equal(replay.oldIn(20, text), 0);
  assert.equal(replay.oldIn(0, text.subarray(0, 5)), 5);
  const { replay: inside } = replaying(9);
  assert.equal(inside.oldIn(0, text), 10);
});

test("of the titles the last one counts", () => {
  const { replay } = replaying(10);
  replay.keepTitle("one");
  replay.keepTitle("two");
  assert.equal(replay.takeTitle(), "two");
  assert.equal(replay.takeTitle(), null);
});
