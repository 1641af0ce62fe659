// Starts Blazor with WebSockets only, and brings its circuit back when the connection is lost: at once, then with a
// growing pause, and whenever the network or the page comes back. Tells document about it (connection.js).
import { backOff, connectionEvent, tryNowEvent } from "./connection.js";
import { claimWorkspace, newName, tolerant } from "./workspace.js";

const tickMs = 500;
const askMs = 3000;
const openMs = 6000;
const againMs = 5000;
const unauthorized = 401;
const webSockets = 1;
let wake = null;
let losses = 0;
let hasStarted = false;
let line = null;

const wakeUp = () => wake?.();
addEventListener("online", wakeUp);
document.addEventListener(tryNowEvent, wakeUp);
// A page that is left for good gives its circuit back at once, or reloads would use up the user's share of them. Blazor itself
// waits for `unload`, which browsers no longer send.
addEventListener("pagehide", event => { if (!event.persisted) Blazor.disconnect?.(); });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wakeUp());

function tell(change) {
  document.documentElement.dataset.connection = change.state;
  document.dispatchEvent(new CustomEvent(connectionEvent, { detail: change }));
}

async function comeBack(loss) {
  const lostAt = Date.now();
  const change = { state: "down", attempt: 0, nextTryMs: 0, lostAt };
  tell(change);
  for (let attempt = 0; loss === losses; attempt++) {
    await pause(backOff(attempt), left => tell({ ...change, attempt, nextTryMs: left }));
    if (loss !== losses) return;
    tell({ ...change, attempt: attempt + 1 });
    try {
      // False: the portal knows this circuit no longer (restarted, or away for too long).
      if (!await Blazor.reconnect()) {
        startOver(change);
        return;
      }
      // Blazor says "true" to a connection that is there, also where the circuit did not come with it: once more from the start.
      if (loss === losses) line.close();
      return;
    } catch {
      // The portal cannot be reached; Blazor has put up its error bar, but this is not an error yet.
      hideErrorBar();
      if (await askPortal() === unauthorized) {
        startOver(change);
        return;
      }
    }
  }
}

function pause(milliseconds, tick) {
  const end = performance.now() + milliseconds;
  return new Promise(resolve => {
    const ticking = setInterval(() => {
      const left = end - performance.now();
      if (left <= 0) done();
      else tick(left);
    }, Math.min(tickMs, milliseconds));
    const done = () => {
      clearInterval(ticking);
      if (wake === done) wake = null;
      resolve();
    };
    wake = done;
    if (milliseconds === 0) done();
    else tick(milliseconds);
  });
}

function startOver(change) {
  tell({ ...change, state: "rejected" });
  location.reload();
}

// Lost before there was a circuit: nothing to come back to, and nothing to lose by loading the page again.
async function startAgain() {
  sayStop("The connection was lost while the page was starting. It is tried again by itself; if it stays, tell an administrator.");
  const [visit] = performance.getEntriesByType("navigation");
  for (let isFirst = visit?.type !== "reload"; ; isFirst = false) {
    if (!isFirst) await pause(againMs, () => {});
    const isThere = await askPortal();
    if (hasStarted) return unsayStop(); // what failed was not ours, an extension's perhaps
    if (isThere) return location.reload();
  }
}

// A socket that was refused does not say why; the portal does. 0: it does not answer.
async function askPortal() {
  try {
    return (await fetch("signin/renew", { method: "POST", signal: AbortSignal.timeout(askMs) })).status;
  } catch {
    return 0;
  }
}

function hideErrorBar() {
  const bar = document.getElementById("blazor-error-ui");
  if (bar) bar.style.display = "none";
}

// Without a circuit there is nobody to draw a page. SignalR puts the portal's sentence behind the exception's name; Blazor
// leaves the rejection to whoever listens.
function sayWhyNot(error) {
  if (hasStarted) return;
  const [, sentence] = /HubException: (.+)/.exec(error?.message ?? "") ?? [];
  if (sentence) sayStop(sentence);
  else startAgain();
}

function sayStop(sentence) {
  const stop = document.querySelector(".boot-stop");
  if (!stop) return;
  stop.querySelector("[data-why]").textContent = sentence;
  stop.querySelector("button").addEventListener("click", () => location.reload());
  stop.hidden = false;
}

function unsayStop() {
  const stop = document.querySelector(".boot-stop");
  if (stop) stop.hidden = true;
}

addEventListener("unhandledrejection", event => sayWhyNot(event.reason));

// A network that swallows everything keeps a browser's own try waiting for minutes, and the page with it.
class BoundedWebSocket extends WebSocket {
  constructor(...where) {
    super(...where);
    line = this;
    const giveUp = setTimeout(() => this.close(), openMs);
    for (const known of ["open", "close"]) this.addEventListener(known, () => clearTimeout(giveUp));
  }
}

const workspace = await claimWorkspace({
  session: tolerant(() => sessionStorage), local: tolerant(() => localStorage), locks: navigator.locks, newName,
});
const said = new URLSearchParams({ workspace: workspace.name, gone: workspace.gone.join() });

Blazor.start({
  circuit: {
    circuitHandlers: [{ onCircuitOpened: () => { hasStarted = true; } }],
    configureSignalR: builder => builder.withUrl(`_blazor?${said}`, { skipNegotiation: true, transport: webSockets, WebSocket: BoundedWebSocket }),
    reconnectionHandler: {
      onConnectionDown: () => { comeBack(++losses); },
      onConnectionUp: () => {
        losses++;
        hideErrorBar();
        tell({ state: "up", attempt: 0, nextTryMs: 0, lostAt: 0 });
      },
    },
  },
}).catch(sayWhyNot);
