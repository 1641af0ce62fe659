// What xterm.js itself makes of a preamble. Reads cases from standard input, one JSON object a line:
//   { columns, rows, head: [base64 | [columns, rows], …], size: [columns, rows], preamble, tail, before: base64 or null }
// and answers each with a line: "" or what differs between a terminal that got head + tail and one that got preamble + tail.
//   node oracle.mjs CLIENT-FOLDER
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const client = process.argv[2];
const require = createRequire(`${client}/package.json`);
const { Terminal } = require("@xterm/headless");
const { Unicode11Addon } = require("@xterm/addon-unicode11");
const { clampCounts } = await import(pathToFileURL(`${client}/src/guard.js`));

// The stack without the source line, which is the whole of a minified file.
process.on("uncaughtException", e => {
  console.error(`case ${judged}: ${e.message} ${e.stack.split("\n").filter(line => line.startsWith("    at")).join(" ")}`);
  process.exit(1);
});
let judged = 0;

const extended = 0x10000000;
const underlined = 0x10000000;

function open(columns, rows) {
  // As the page sets it up; the scrollback is never full, as the tracker assumes.
  const terminal = new Terminal({ allowProposedApi: true, cols: columns, rows, scrollback: 20_000, logLevel: "off" });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = "11";
  clampCounts(terminal);
  terminal.answers = "";
  terminal.onData(data => { terminal.answers += data; });
  terminal.colours = new Map();
  terminal._core._inputHandler.onColor(events => events.forEach(event => colour(terminal.colours, event)));
  return terminal;
}

// 0 asks, 1 sets, 2 restores: one, or all 256.
function colour(colours, { type, index, color }) {
  if (type === 1) colours.set(index, color.join());
  else if (type === 2 && index !== undefined) colours.delete(index);
  else if (type === 2) for (let i = 0; i < 256; i++) colours.delete(i);
}

const write = (terminal, data) => new Promise(resolve => terminal.write(data, resolve));
const bytes = text => new Uint8Array(Buffer.from(text, "base64"));

const paint = packed => {
  const mode = (packed >>> 24) & 3;
  return [mode, mode === 3 ? packed & 0xffffff : mode ? packed & 0xff : 0].join();
};
const look = (fg, bg) => [paint(fg), paint(bg), (fg & 0xfc000000) >>> 0, (bg & 0xfc000000 & ~extended) >>> 0].join(" ");

function buffer(buffer, rows, columns) {
  const row = Math.min(rows - 1, Math.max(0, buffer.savedY - buffer.ybase));
  return {
    region: [buffer.scrollTop, buffer.scrollBottom].join(),
    tabs: Object.keys(buffer.tabs).map(Number).filter(column => buffer.tabs[column] && column < columns).join(),
    saved: [Math.min(columns - 1, buffer.savedX), row, look(buffer.savedCurAttrData.fg, buffer.savedCurAttrData.bg)].join(" "),
    savedCharset: JSON.stringify(buffer.savedCharset),
  };
}

function state(terminal, blinks) {
  const core = terminal._core;
  const { normal, alt, active } = core._bufferService.buffers;
  const { _curAttrData: pen, _windowTitle: title } = core._inputHandler;
  const charsets = core._charsetService;
  const link = pen.bg & extended && pen.extended.urlId ? core._oscLinkService.getLinkData(pen.extended.urlId) : undefined;
  return {
    alternate: active === alt,
    cursor: [active.x, active.y].join(),
    normal: buffer(normal, terminal.rows, terminal.cols),
    alt: active === alt ? buffer(alt, terminal.rows, terminal.cols) : { saved: buffer(alt, terminal.rows, terminal.cols).saved },
    pen: look(pen.fg, pen.bg),
    underline: pen.fg & underlined ? pen.extended._ext >>> 26 & 7 || 1 : 0,
    underlineColour: paint(pen.extended.underlineColor),
    // xterm.js forgets an address when the last line with it is gone, even while it is open.
    link: link && [link.id, link.uri].join(" "),
    title: [...title].slice(0, 128).join(""),
    colours: [...terminal.colours].sort().join(" "),
    modes: { ...core.coreService.modes, ...core.coreService.decPrivateModes },
    hidden: core.coreService.isCursorHidden,
    mouse: [core.coreMouseService.activeProtocol, core.coreMouseService.activeEncoding].join(),
    // What the cursor did before nobody knows, when it was not told.
    options: [terminal.options.convertEol, blinks && terminal.options.cursorBlink].join(),
    charset: [JSON.stringify(charsets.charset), charsets.glevel, ...[0, 1, 2, 3].map(g => JSON.stringify(charsets._charsets[g]))].join(),
    parser: core._inputHandler._parser.currentState,
  };
}

function difference(expected, actual, path = "") {
  if (typeof expected !== "object" || expected === null) {
    return expected === actual || (path.endsWith("/link") && expected === undefined) ? [] : [`${path}: ${JSON.stringify(expected)} became ${JSON.stringify(actual)}`];
  }
  return Object.keys(expected).flatMap(key => difference(expected[key], actual[key], `${path}/${key}`));
}

function screen(terminal, rows) {
  const { active } = terminal.buffer;
  return rows.map(row => active.getLine(active.baseY + row).translateToString(false));
}

// Fills the screen, so that what is on it depends on what comes and not on what was there.
const probe = "\x1b[2J\x1b[99;1Hlqx#A\x0e\x0flqx#A\t|\t|\n\r\n\x1b[HAB\tC\x1b[99;2Hx\ty";

async function judge(test) {
  const whole = open(test.columns, test.rows);
  for (const piece of test.head) {
    if (Array.isArray(piece)) whole.resize(...piece);
    else await write(whole, bytes(piece));
  }
  const replayed = open(...test.size);
  if (test.before) await write(replayed, bytes(test.before));
  replayed.answers = "";
  await write(replayed, bytes(test.preamble));
  if (replayed.answers) return `the preamble made it answer ${JSON.stringify(replayed.answers)}`;

  const atCut = test.isOpen ? [] : difference(state(whole, !test.before), state(replayed, !test.before), "at the cut ");
  if (atCut.length) return atCut.join("; ");
  for (const terminal of [whole, replayed]) await write(terminal, bytes(test.tail));
  const atEnd = difference(state(whole, !test.before), state(replayed, !test.before), "at the end ");
  if (atEnd.length) return atEnd.join("; ");
  for (const terminal of [whole, replayed]) await write(terminal, probe);
  const rows = [...Array(test.size[1]).keys()];
  return difference(screen(whole, rows), screen(replayed, rows), "screen ").join("; ");
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(await judge(JSON.parse(line)));
  judged++;
}
