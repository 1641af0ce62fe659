// xterm.js with nothing behind it: the limit of everything that is measured.
import { openTerminal } from "/bench/page/terminal.js";

const pieceBytes = 32 * 1024;
const windowBytes = 512 * 1024;

const terminal = await openTerminal(document.getElementById("terminal"));
const blocks = new Map();

async function block(kind) {
  if (!blocks.has(kind)) {
    const response = await fetch(`/bench/payload/${kind}`);
    blocks.set(kind, new Uint8Array(await response.arrayBuffer()));
  }
  return blocks.get(kind);
}

// Returns the seconds it took to parse at least that many bytes of the payload, and how many they were.
async function flood(kind, bytes) {
  const source = await block(kind);
  let written = 0;
  let parsed = 0;
  let resume = () => {};
  const started = performance.now();
  while (written < bytes) {
    const at = written % source.length;
    const piece = source.subarray(at, Math.min(at + pieceBytes, source.length));
    written += piece.length;
    terminal.write(piece, () => {
      parsed += piece.length;
      resume();
    });
    while (written - parsed > windowBytes) {
      await new Promise(done => { resume = done; });
    }
  }
  while (parsed < written) {
    await new Promise(done => { resume = done; });
  }
  return { seconds: (performance.now() - started) / 1000, bytes: written };
}

// The bench calls it from outside.
globalThis.flood = flood;
