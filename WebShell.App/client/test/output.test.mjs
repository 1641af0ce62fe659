import assert from "node:assert/strict";
import { test } from "node:test";
import { OutputCursor } from "../src/output.js";

const bytes = text => new TextEncoder().encode(text);
const text = fresh => fresh && new TextDecoder().decode(fresh);

test("what comes twice is taken once", () => {
  const cursor = new OutputCursor();
  assert.equal(text(cursor.take(0, bytes("hello"))), "hello");
  assert.equal(cursor.take(0, bytes("hello")), null);
  assert.equal(text(cursor.take(3, bytes("lo world"))), " world");
  assert.equal(cursor.taken, 11);
});

test("missing output is an error, unless it was announced", () => {
  const cursor = new OutputCursor();
  cursor.take(0, bytes("ab"));
  assert.throws(() => cursor.take(5, bytes("f")), /missing: 2 to 5/);
  assert.equal(cursor.skip(5), 3);
  assert.equal(text(cursor.take(5, bytes("f"))), "f");
});
