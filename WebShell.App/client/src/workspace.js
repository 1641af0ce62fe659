// Which workspace (set of shells) this window shows. Its name outlives a reload in sessionStorage, so that a window gets its
// own shells back and not those of its neighbour. A window holds the lock of its name for as long as its page lives: a
// duplicated window finds it taken and gets a name of its own; a new window learns which names of this browser have no page
// any more (closed, crashed), and their shells come to it. Where there are no locks, nothing is known to be gone.

const ownKey = "webshell.workspace";
const allKey = "webshell.workspaces";
const maxKept = 20;
const reloadMs = 1000;   // for the page that was here before to be gone for good
const lockOf = name => `webshell.workspace:${name}`;

/** @returns {Promise<{name: string, gone: string[]}>} */
export async function claimWorkspace({ session, local, locks, newName }) {
  let name = session.get(ownKey);
  let gone = [];
  if (!name || !await hold(locks, name)) {
    name = newName();
    await hold(locks, name);
    session.set(ownKey, name);
    gone = await withoutPage(locks, all(local).filter(other => other !== name));
  }
  local.set(allKey, [name, ...all(local).filter(other => other !== name && !gone.includes(other))].slice(0, maxKept).join());
  return { name, gone };
}

/** A storage that may be switched off: then it is empty. */
export function tolerant(storage) {
  return {
    get: key => attempt(() => storage().getItem(key)),
    set: (key, value) => attempt(() => storage().setItem(key, value)),
  };
}

export function newName() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(value => value.toString(16).padStart(2, "0")).join("");
}

function all(local) {
  return (local.get(allKey) ?? "").split(",").filter(Boolean);
}

function hold(locks, name) {
  if (!locks) return true;
  return new Promise(resolve => {
    const granted = () => {
      resolve(true);
      return new Promise(() => {});   // until the page is gone
    };
    locks.request(lockOf(name), { signal: AbortSignal.timeout(reloadMs) }, granted).catch(() => resolve(false));
  });
}

async function withoutPage(locks, names) {
  if (!locks) return [];
  const { held, pending } = await locks.query();
  const taken = new Set([...held, ...pending].map(lock => lock.name));
  return names.filter(name => !taken.has(lockOf(name)));
}

function attempt(action) {
  try {
    return action() ?? null;
  } catch {
    return null;
  }
}
