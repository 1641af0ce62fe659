import assert from "node:assert/strict";
import { test } from "node:test";
import { claimWorkspace, newName, tolerant } from "../src/workspace.js";

/** One browser: its locks, its local storage, and its windows with their session storage. */
class Browser {
  held = new Map();
  waiting = [];
  #local = new Map();
  #names = 0;

  window(session = new Map()) {
    const page = {};
    const locks = {
      request: (name, { signal }, granted) => new Promise((_, reject) => {
        const grant = () => { this.held.set(name, page); granted(); };
        if (!this.held.has(name)) return grant();
        this.waiting.push({ name, grant });
        // Node.js does not wait for a signal's time-out; a page does.
        const alive = setInterval(() => {}, 1000);
        signal.addEventListener("abort", () => { clearInterval(alive); reject(signal.reason); });
      }),
      query: async () => ({ held: [...this.held.keys()].map(name => ({ name })), pending: [] }),
    };
    return {
      session,
      claim: () => claimWorkspace({ session: storage(session), local: storage(this.#local), locks, newName: () => `n${++this.#names}` }),
      close: () => {
        for (const [name, holder] of this.held) if (holder === page) this.held.delete(name);
        for (const request of this.waiting.splice(0)) if (!this.held.has(request.name)) request.grant();
      },
    };
  }
}

const storage = map => ({ get: key => map.get(key) ?? null, set: (key, value) => map.set(key, value) });

test("a reloaded window keeps its workspace, even when its old page is still going", async () => {
  const browser = new Browser();
  const before = browser.window();
  const first = await before.claim();
  const claiming = browser.window(before.session).claim();
  before.close();
  assert.deepEqual(await claiming, { name: first.name, gone: [] });
});

test("two windows have two workspaces, and a reload of one takes nothing of the other", async () => {
  const browser = new Browser();
  const [one, two] = [browser.window(), browser.window()];
  const [a, b] = [await one.claim(), await two.claim()];
  assert.notEqual(a.name, b.name);
  two.close();
  assert.deepEqual(await browser.window(two.session).claim(), { name: b.name, gone: [] });
});

test("a duplicated window gets a workspace of its own", async () => {
  const browser = new Browser();
  const one = browser.window();
  const { name } = await one.claim();
  const twin = await browser.window(new Map(one.session)).claim();
  assert.notEqual(twin.name, name);
  assert.deepEqual(twin.gone, []);
});

test("a new window learns once which workspaces have no page any more", async () => {
  const browser = new Browser();
  const [closed, open] = [browser.window(), browser.window()];
  const { name } = await closed.claim();
  await open.claim();
  closed.close();
  assert.deepEqual((await browser.window().claim()).gone, [name]);
  assert.deepEqual((await browser.window().claim()).gone, []);
});

test("without locks a window keeps its name and nothing is known to be gone", async () => {
  const session = new Map();
  const local = new Map([["webshell.workspaces", "old"]]);
  const claim = () => claimWorkspace({ session: storage(session), local: storage(local), newName: () => "new" });
  assert.deepEqual(await claim(), { name: "new", gone: [] });
  assert.deepEqual(await claim(), { name: "new", gone: [] });
});

test("a storage that is switched off is empty", () => {
  const off = tolerant(() => { throw new Error("SecurityError"); });
  assert.equal(off.get("a"), null);
  off.set("a", "b");
});

test("names fit what the portal takes", () => assert.match(newName(), /^[0-9a-f]{32}$/));
