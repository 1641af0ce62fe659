import assert from "node:assert/strict";
import { test } from "node:test";
import { asOneLine, asTyped, cleanPaste, isRisky, linesOf, needsQuestion } from "../src/paste.js";

test("hidden control characters go, tabs and line breaks stay", () => {
  assert.deepEqual(cleanPaste("a\x1b[201~b\x00c\td\r\ne\x7f\x9bf"), { text: "a[201~bc\td\r\nef", removed: 4 });
});

test("one short line is pasted without a question", () => {
  assert.equal(needsQuestion("ls -l"), false);
  assert.equal(needsQuestion("ls\n"), true);
  assert.equal(needsQuestion("x".repeat(5 * 1024 + 1)), true);
});

test("line breaks become what Enter sends, and brackets enclose all of it", () => {
  assert.deepEqual(asTyped("a\r\nb\nc", false), { text: "a\rb\rc", end: "" });
  assert.deepEqual(asTyped("a\nb", true), { text: "\x1b[200~a\rb", end: "\x1b[201~" });
});

test("lines are counted as an editor does", () => {
  assert.deepEqual(linesOf("a\nb\n"), ["a", "b"]);
  assert.equal(asOneLine("a \n\n  b\n"), "a b");
});

test("lines that stop or delete something are marked", () => {
  for (const line of ["sudo systemctl restart checkout", "ls | xargs rm -rf", "dd if=/dev/zero of=/dev/sda", "DROP TABLE orders"]) {
    assert.ok(isRisky(line), line);
  }
  for (const line of ["echo form", "systemctl status x", "cd /srv/rm"]) assert.ok(!isRisky(line), line);
});
