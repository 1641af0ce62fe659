import assert from "node:assert/strict";
import { test } from "node:test";
import { keepUnsent, takeUnsent } from "../src/unsent.js";

function storage() {
  const items = new Map();
  return { getItem: key => items.get(key) ?? null, setItem: (key, value) => items.set(key, value), removeItem: key => items.delete(key) };
}

test("what could not be sent is told once, to the terminal of that machine", () => {
  const kept = storage();
  keepUnsent(kept, "web-01", 12);
  assert.equal(takeUnsent(kept, "db-01"), null);
  assert.match(takeUnsent(kept, "web-01"), /^12 bytes typed .* could not be sent\.$/);
  assert.equal(takeUnsent(kept, "web-01"), null);
});

test("nothing typed is nothing to tell", () => {
  const kept = storage();
  keepUnsent(kept, "web-01", 0);
  assert.equal(takeUnsent(kept, "web-01"), null);
});
