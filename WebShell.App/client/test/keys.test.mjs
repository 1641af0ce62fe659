import assert from "node:assert/strict";
import { test } from "node:test";
import { isHardware } from "../src/gpu.js";
import { backOff } from "../src/connection.js";
import { meaningOf } from "../src/keys.js";

const key = (code, ...modifiers) => ({ code, ctrlKey: modifiers.includes("ctrl"), shiftKey: modifiers.includes("shift"), altKey: modifiers.includes("alt"), metaKey: modifiers.includes("meta") });

test("a plain Ctrl+letter always goes to the machine", () => {
  for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
    assert.equal(meaningOf(key("Key" + letter, "ctrl")), null);
    assert.equal(meaningOf(key("Key" + letter, "alt")), null);
  }
});

test("the documented keys are the page's", () => {
  assert.equal(meaningOf(key("KeyC", "ctrl", "shift")), "copy");
  assert.equal(meaningOf(key("KeyV", "ctrl", "shift")), "paste");
  assert.equal(meaningOf(key("KeyF", "ctrl", "shift")), "find");
  assert.equal(meaningOf(key("KeyK", "ctrl", "shift")), "page");
  for (const code of ["KeyT", "KeyW", "ArrowLeft", "ArrowUp"]) assert.equal(meaningOf(key(code, "alt", "shift")), "page");
  assert.equal(meaningOf(key("KeyX", "alt", "shift")), null);
});

test("renderers in software are not a GPU", () => {
  assert.equal(isHardware("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)"), false);
  assert.equal(isHardware("llvmpipe (LLVM 15.0.6, 256 bits)"), false);
  assert.equal(isHardware("ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)"), true);
});

test("the first try is at once and no pause is longer than five seconds", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 50].map(backOff), [0, 500, 1000, 2000, 3000, 5000, 5000]);
});
