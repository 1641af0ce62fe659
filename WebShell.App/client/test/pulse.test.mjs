import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { everyMs, Pulse, silentMs } from "../src/pulse.js";

let now = 0;

function setUp(answer = () => new Promise(() => {})) {
  mock.reset();
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(performance, "now", () => now);
  const said = [];
  const measured = [];
  let asked = 0;
  const pulse = new Pulse(() => { asked++; return answer(); }, ms => measured.push(ms), isSilent => said.push(isSilent));
  return { pulse, said, measured, asked: () => asked };
}

function pass(ms) {
  now += ms;
  mock.timers.tick(ms);
}

/** The page stands still, its timers too; then everything that is due comes at once. */
function standStill(ms) {
  now += ms;
  mock.timers.tick(silentMs);
}

const settle = () => new Promise(resolve => setImmediate(resolve));

function later() {
  let resolve, reject;
  const promise = new Promise((yes, no) => { resolve = yes; reject = no; });
  return { promise, resolve, reject };
}

test("no answer is silence, within three seconds of its beginning", () => {
  const { pulse, said } = setUp();
  pulse.beat();

  pass(silentMs - 1);
  assert.deepEqual(said, []);
  pass(1);

  assert.deepEqual(said, [true]);
  assert.ok(everyMs + silentMs <= 3000);
});

test("an answer in time is measured and nothing is said", async () => {
  const answer = later();
  const { pulse, said, measured } = setUp(() => answer.promise);
  pulse.beat();
  pass(40);

  answer.resolve();
  await settle();
  pass(silentMs);

  assert.deepEqual(measured, [40]);
  assert.deepEqual(said, []);
});

test("a late answer ends the silence", async () => {
  const answer = later();
  const { pulse, said, measured } = setUp(() => answer.promise);
  pulse.beat();
  pass(silentMs);

  answer.resolve();
  await settle();

  assert.deepEqual(said, [true, false]);
  assert.deepEqual(measured, [silentMs]);
});

test("one question at a time", async () => {
  const answer = later();
  const { pulse, asked } = setUp(() => answer.promise);
  pulse.beat();
  pulse.beat();
  assert.equal(asked(), 1);

  answer.resolve();
  await settle();
  pulse.beat();

  assert.equal(asked(), 2);
});

test("a page that stood still reads its answers before it judges", async () => {
  const answer = later();
  const { pulse, said } = setUp(() => answer.promise);
  pulse.beat();
  standStill(60_000);
  assert.deepEqual(said, []);

  answer.resolve();
  await settle();
  pass(silentMs);

  assert.deepEqual(said, []);
});

test("a page that stood still and finds no answer says so", () => {
  const { pulse, said } = setUp();
  pulse.beat();
  standStill(60_000);

  pass(silentMs);

  assert.deepEqual(said, [true]);
});

test("a lost connection forgets the question", async () => {
  const answer = later();
  const { pulse, said, measured } = setUp(() => answer.promise);
  pulse.beat();
  pulse.reset();
  answer.resolve();
  await settle();
  pass(silentMs);

  assert.deepEqual(measured, []);
  assert.deepEqual(said, []);
});

test("a question that the connection refuses is open until it is reset, and a reset ends the silence", async () => {
  const answer = later();
  const { pulse, said, asked } = setUp(() => answer.promise);
  pulse.beat();
  answer.reject(new Error("no connection"));
  await settle();
  pulse.beat();
  pass(silentMs);
  assert.equal(asked(), 1);

  pulse.reset();

  assert.deepEqual(said, [true, false]);
});

test("a second silence is said again", async () => {
  const answers = [later(), later()];
  let next = 0;
  const { pulse, said } = setUp(() => answers[next++].promise);
  pulse.beat();
  pass(silentMs);
  answers[0].resolve();
  await settle();

  pulse.beat();
  pass(silentMs);

  assert.deepEqual(said, [true, false, true]);
});
