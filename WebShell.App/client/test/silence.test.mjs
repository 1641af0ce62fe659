import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { lateMs, Silence, silentMs } from "../src/silence.js";

function setUp(answer = () => new Promise(() => {})) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const said = [];
  let asked = 0;
  const silence = new Silence(() => { asked++; return answer(); }, isSilent => said.push(isSilent));
  return { silence, said, asked: () => asked };
}

const settle = () => new Promise(resolve => setImmediate(resolve));
const never = () => new Promise(() => {});

test("no answer to anything is silence, within three seconds", async () => {
  const { silence, said, asked } = setUp();
  silence.watch(never());

  mock.timers.tick(lateMs);
  assert.equal(asked(), 1);
  assert.deepEqual(said, []);
  mock.timers.tick(silentMs);

  assert.deepEqual(said, [true]);
  assert.ok(lateMs + silentMs <= 3000);
});

test("input that waits for its machine is no silence", async () => {
  const { silence, said } = setUp(() => Promise.resolve());
  silence.watch(never());

  for (let i = 0; i < 5; i++) {
    mock.timers.tick(lateMs);
    await settle();
  }

  assert.deepEqual(said, []);
});

test("a late answer ends the silence", async () => {
  const { silence, said } = setUp();
  let answer;
  silence.watch(new Promise(resolve => { answer = resolve; }));
  mock.timers.tick(lateMs);
  mock.timers.tick(silentMs);

  answer();
  await settle();

  assert.deepEqual(said, [true, false]);
});

test("answers in time are not asked about", async () => {
  const { silence, said, asked } = setUp();
  for (let i = 0; i < 3; i++) {
    silence.watch(Promise.resolve());
    await settle();
    mock.timers.tick(lateMs);
  }

  assert.equal(asked(), 0);
  assert.deepEqual(said, []);
});

test("a lost connection forgets what was watched", async () => {
  const { silence, said, asked } = setUp();
  let answer;
  silence.watch(new Promise(resolve => { answer = resolve; }));
  silence.reset();
  answer();
  await settle();
  mock.timers.tick(lateMs + silentMs);

  assert.equal(asked(), 0);
  assert.deepEqual(said, []);
});

test("a second silence is said again", async () => {
  const { silence, said } = setUp();
  let answer;
  silence.watch(new Promise(resolve => { answer = resolve; }));
  mock.timers.tick(lateMs);
  mock.timers.tick(silentMs);
  answer();
  await settle();

  silence.watch(never());
  mock.timers.tick(lateMs);
  mock.timers.tick(silentMs);

  assert.deepEqual(said, [true, false, true]);
});
