import assert from "node:assert/strict";
import { test } from "node:test";
import { InputQueue, maxPieceBytes, maxQueuedBytes } from "../src/input.js";

const decoder = new TextDecoder();

// A portal that answers when told to.
class Portal {
  pieces = [];
  refusals = [];
  queue = new InputQueue((number, bytes) => new Promise((resolve, reject) => {
    this.pieces.push({ number, bytes, text: decoder.decode(bytes), resolve, reject });
  }), refusal => this.refusals.push(refusal));

  get numbers() { return this.pieces.map(piece => piece.number); }

  get text() { return this.pieces.map(piece => piece.text).join(""); }

  async answer(count = 1, refusal = null) {
    for (const piece of this.pieces.filter(piece => !piece.isAnswered).slice(0, count)) {
      piece.isAnswered = true;
      piece.resolve(refusal);
    }
    await new Promise(setImmediate);
  }

  async answerAll() {
    while (this.pieces.some(piece => !piece.isAnswered)) await this.answer();
  }
}

test("keys wait until the connection is there", () => {
  const portal = new Portal();
  portal.queue.type("ls");
  assert.equal(portal.pieces.length, 0);

  portal.queue.resume(0);
  assert.deepEqual(portal.pieces.map(({ number, text }) => [number, text]), [[1, "ls"]]);
});

test("what is typed while four pieces are under way leaves as one", async () => {
  const portal = new Portal();
  portal.queue.resume(0);
  for (const key of "abcdefgh") portal.queue.type(key);
  assert.deepEqual(portal.pieces.map(piece => piece.text), ["a", "b", "c", "d"]);

  await portal.answer();
  assert.equal(portal.pieces.at(-1).text, "efgh");
});

test("no piece is larger than 16 KiB and all bytes arrive in order", async () => {
  const portal = new Portal();
  portal.queue.resume(0);
  const paste = "0123456789é".repeat(80_000);
  assert.ok(portal.queue.paste(paste));
  await portal.answerAll();

  assert.ok(portal.pieces.every(piece => piece.bytes.length <= maxPieceBytes));
  assert.equal(Buffer.concat(portal.pieces.map(piece => piece.bytes)).toString(), paste);
  assert.equal(portal.queue.pending, 0);
});

test("after a lost connection only what was not seen is sent again, in order", async () => {
  const portal = new Portal();
  portal.queue.resume(0);
  for (const key of "abcdef") portal.queue.type(key);
  portal.queue.pause();
  portal.queue.type("g");
  portal.pieces.length = 0;

  portal.queue.resume(2);
  assert.deepEqual(portal.pieces.map(({ number, text }) => number + text), ["3c", "4d", "5efg"]);
});

test("a late answer of the lost connection changes nothing", async () => {
  const portal = new Portal();
  portal.queue.resume(0);
  portal.queue.type("a");
  const late = portal.pieces[0];
  portal.queue.pause();
  portal.queue.resume(0);
  portal.queue.type("b");
  late.resolve(null);
  await new Promise(setImmediate);

  portal.queue.pause();
  portal.pieces.length = 0;
  portal.queue.resume(0);
  assert.equal(portal.text, "ab");
});

test("the queue takes no more than 1 MiB and says so", () => {
  const portal = new Portal();
  assert.ok(portal.queue.paste("x".repeat(maxQueuedBytes)));
  assert.equal(portal.queue.type("y"), false);
  assert.equal(portal.queue.pending, maxQueuedBytes);
});

test("Ctrl+C drops what a paste has not sent and closes its bracket", async () => {
  const portal = new Portal();
  portal.queue.resume(0);
  portal.queue.paste("\x1b[200~" + "x".repeat(500_000), { end: "\x1b[201~" });
  portal.queue.type("\x03");
  await portal.answerAll();

  assert.ok(portal.text.length < 100_000);
  assert.ok(portal.text.endsWith("x\x1b[201~\x03"));
  assert.equal(portal.queue.pending, 0);
});

test("Ctrl+C keeps the keys typed before it", async () => {
  const portal = new Portal();
  portal.queue.paste("pasted", { end: "" });
  portal.queue.type("typed");
  portal.queue.type("\x03");
  portal.queue.resume(0);
  await portal.answerAll();

  assert.equal(portal.text, "typed\x03");
});

test("a refusal is told and the next piece goes on", async () => {
  const portal = new Portal();
  portal.queue.resume(0);
  portal.queue.type("a");
  await portal.answer(1, "The shell has ended.");

  assert.deepEqual(portal.refusals, ["The shell has ended."]);
  assert.equal(portal.queue.pending, 0);
});
