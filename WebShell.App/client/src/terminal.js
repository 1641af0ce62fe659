// One terminal on the page: xterm.js, its guards, and both directions of its bytes.
// `view` is the TerminalView on the portal; what it may call is the public part of the class.
import { SearchAddon, Terminal, Unicode11Addon, WebLinksAddon } from "./xterm.js";
import { ConnectionCard } from "./card.js";
import { connectionEvent } from "./connection.js";
import { askLink, askPaste } from "./dialogs.js";
import { Drawing } from "./drawing.js";
import { FindBar } from "./find.js";
import { clampCounts, cleanTitle, ignoreClipboard } from "./guard.js";
import { InputQueue } from "./input.js";
import { meaningOf } from "./keys.js";
import { formatBytes, formatDuration, formatTime, isBetweenSequences, noteSequence } from "./note.js";
import { OutputCursor } from "./output.js";
import { asTyped, byteLength, cleanPaste, maxPasteBytes, needsQuestion } from "./paste.js";
import { everyMs, Pulse } from "./pulse.js";
import { Replay } from "./replay.js";
import { Sizing } from "./sizing.js";
import { themeOf } from "./theme.js";
import { atMostEvery, debounce } from "./timing.js";
import { keepUnsent, takeUnsent } from "./unsent.js";

const fontWaitMs = 1000;
const titleQuietMs = 100;
const bellLeastMs = 1000;
const roundTripEveryMs = 5000;
const noticeMs = 10000;
const isMac = /mac/i.test(navigator.platform);

const opened = new WeakMap();

/** The terminal in an element; asked again (after a lost answer) it is the same one. */
export function open(root, view, options) {
  if (!opened.has(root)) opened.set(root, create(root, view, options));
  return opened.get(root);
}

async function create(root, view, options) {
  const font = getComputedStyle(root).getPropertyValue("--font-mono") || "monospace";
  // xterm.js measures its cells once: with the real font or wrong.
  await Promise.race([
    Promise.all(["", "bold "].map(weight => document.fonts.load(`${weight}${options.fontSize}px ${font}`))).catch(() => {}),
    new Promise(resolve => setTimeout(resolve, fontWaitMs)),
  ]);
  return new TerminalOnPage(root, view, options, font);
}

class TerminalOnPage {
  #root;
  #view;
  #options;
  #terminal;
  #sizing;
  #replay;
  #find;
  #card;
  #input;
  #output = new OutputCursor();
  #parsed = 0;
  #isLive = false;
  #state = "connecting";
  #seen = 0;
  #lostAt = 0;
  #drawing;
  #pulse;
  #isVisible = false;
  #isFinding = false;
  #closing = new AbortController();

  constructor(root, view, options, font) {
    this.#root = root;
    this.#view = view;
    this.#options = options;
    this.#input = new InputQueue(
      (number, bytes) => view.invokeMethodAsync("OnInput", number, bytes),
      refusal => this.#notify(`${refusal} What you typed was not sent.`));
    this.#pulse = new Pulse(
      () => view.invokeMethodAsync("OnEcho"),
      atMostEvery(ms => this.#call("OnRoundTrip", ms), roundTripEveryMs),
      isSilent => this.#silent(isSilent));
    this.#card = new ConnectionCard(this.#part);
    this.#terminal = new Terminal({
      allowProposedApi: true,
      cols: 80,
      disableStdin: options.isWatching,
      cursorBlink: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      fontFamily: font,
      fontSize: options.fontSize,
      letterSpacing: 0,
      lineHeight: 1.06,   // 13 px letters on 18 px rows
      linkHandler: { activate: (event, url) => this.#link(event, url) },
      macOptionIsMeta: true,
      minimumContrastRatio: 4.5,
      overviewRuler: { width: 10 },
      rows: 24,
      screenReaderMode: options.screenReader,
      scrollback: options.scrollback,
      theme: themeOf(root),
    });
    this.#drawing = new Drawing(this.#terminal);
    this.#start();
  }

  // ── what the portal calls ──────────────────────────────────────────

  /** Takes output; resolves when it is parsed, which is the acknowledgement. */
  write(offset, bytes) {
    const fresh = this.#output.take(offset, bytes);
    return fresh ? this.#parse(fresh) : this.#drained();
  }

  /** What is written next was printed for a terminal of this size. */
  async resizeTo(columns, rows) {
    await this.#drained();
    this.#sizing.set(columns, rows);
  }

  /** The output before an offset is gone for good; the preamble puts the terminal into the modes in force there. */
  async skip(offset, preamble) {
    await this.#drained();
    const isFirst = this.#output.taken === 0;
    const skipped = this.#output.skip(offset);
    this.#parsed = this.#output.taken;
    // CAN ends a sequence whose rest is among the skipped bytes.
    await this.#feed("\x18");
    if (skipped && !isFirst) await this.#note(`${formatBytes(skipped)} skipped ${this.#options.isWatching ? "to keep up" : "while this page was away"}`);
    if (preamble.length) await this.#feed(preamble);
    this.#endReplay();
  }

  /** The connection is there (again): what has been parsed, and the note about what happened. */
  async resume(seen, state, isVisible) {
    this.#seen = seen;
    this.show(isVisible);
    await this.#drained();
    if (this.#lostAt) {
      const lostAt = this.#lostAt;
      this.#lostAt = 0;
      await this.#note(`connection lost ${formatTime(new Date(lostAt))}; reconnected after ${formatDuration((Date.now() - lostAt) / 1000)}`);
    }
    this.#card.hide();
    this.setState(state);
    this.#endReplay();
    this.#sizing.tell();
    return this.#output.taken;
  }

  setState(state) {
    if (this.#state === "ended") return;
    const isNew = this.#state !== state;
    this.#state = state;
    this.#root.dataset.state = state;
    // Keys typed while the shell is being opened wait for it, as in any terminal.
    if (state === "connected") {
      this.#input.resume(this.#seen);
      if (isNew) this.#beat();
    }
  }

  /** Nothing more will come. */
  async end({ message, at, seconds }) {
    if (this.#state === "ended") return;
    await this.#drained();
    this.setState("ended");
    this.#card.hide();
    this.#terminal.options.disableStdin = true;
    this.#terminal.options.cursorBlink = false;
    // The program that asked for the mouse is gone, and so is the cursor's meaning.
    await this.#feed("\x18\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?25l");
    const reason = message.replace(/\.$/, "").replace(/^(The|This|You|It)\b/, word => word.toLowerCase());
    if (at) await this.#lastLine(`ended ${formatTime(new Date(at))} after ${formatDuration(seconds)}: ${reason}`);
    else if (this.#parsed) await this.#lastLine(reason);
  }

  show(isVisible) {
    if (this.#isVisible === isVisible) return;
    this.#isVisible = isVisible;
    this.#drawing.show(isVisible);
    if (isVisible) this.#sizing.soon();
  }

  focus() { this.#terminal.focus(); }

  openFind() { this.#find.open(this.#terminal.getSelection()); }

  find(text, options) { return this.#find.find(text, options); }

  selectAll() { this.#terminal.selectAll(); }

  clear() { this.#terminal.clear(); }

  async copy() {
    const text = this.#terminal.getSelection();
    if (!text) return;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      this.#notify("The browser did not allow the copy.");
    }
  }

  async paste() {
    try {
      await this.#paste(await navigator.clipboard.readText());
    } catch {
      this.#notify("The browser did not allow the clipboard to be read: press Ctrl+Shift+V.");
    }
  }

  close() {
    this.#pulse.reset();
    this.#closing.abort();
    this.#sizing.stop();
    this.#terminal.dispose();
    opened.delete(this.#root);
  }

  // ── set-up ─────────────────────────────────────────────────────────

  #part = name => this.#root.querySelector(`[data-part="${name}"]`);

  #start() {
    const terminal = this.#terminal;
    const search = new SearchAddon();
    this.#replay = new Replay(terminal, this.#options.liveFrom, () => this.#parsed);
    this.#sizing = new Sizing(terminal, this.#part("screen"), (columns, rows) => this.#call("OnResize", columns, rows), this.#replay.isOn, this.#options.isWatching);
    terminal.loadAddon(search);
    terminal.loadAddon(new Unicode11Addon());
    terminal.unicode.activeVersion = "11";
    terminal.loadAddon(new WebLinksAddon((event, url) => this.#link(event, url)));
    clampCounts(terminal);
    ignoreClipboard(terminal);
    terminal.attachCustomKeyEventHandler(event => this.#key(event));
    terminal.open(this.#part("screen"));
    this.#find = new FindBar(this.#root, this.#part, search, isOpen => this.#finding(isOpen));
    this.#listen();
    // Nothing in the portal listens: this is where tests and diagnostics find the terminal.
    this.#root.dispatchEvent(new CustomEvent("terminal-opened", { detail: terminal }));
    this.#sizing.fit();
    const unsent = takeUnsent(sessionStorage, this.#options.vmName);
    if (unsent) this.#notify(unsent);
  }

  #listen() {
    const terminal = this.#terminal;
    const { signal } = this.#closing;
    terminal.onData(text => this.#type(text));
    terminal.onBinary(text => this.#type(Uint8Array.from(text, c => c.charCodeAt(0))));
    const tellTitle = debounce(title => this.#call("OnTitle", cleanTitle(title)), titleQuietMs);
    const ring = atMostEvery(() => this.#call("OnBellRung"), bellLeastMs);
    terminal.onTitleChange(title => this.#replay.isOn ? this.#replay.keepTitle(title) : tellTitle(title));
    terminal.onBell(() => this.#replay.isOn || ring());
    terminal.textarea.addEventListener("focus", () => this.#call("OnFocus", true), { signal });
    terminal.textarea.addEventListener("blur", () => this.#call("OnFocus", false), { signal });
    document.addEventListener(connectionEvent, event => this.#connection(event.detail), { signal });
    this.#part("screen").addEventListener("paste", event => {
      event.preventDefault();
      event.stopPropagation();
      this.#paste(event.clipboardData?.getData("text/plain") ?? "");
    }, { signal, capture: true });
    this.#part("notice-close").addEventListener("click", () => this.#dismiss(), { signal });

    // Behind another tab the size waits: the shell would redraw its prompt, and that would look like news.
    const sizes = new ResizeObserver(() => this.#isVisible && this.#sizing.soon());
    sizes.observe(this.#part("screen"));
    const themes = new MutationObserver(() => this.#colour());
    themes.observe(document.documentElement, { attributeFilter: ["data-theme", "data-term"] });
    const beating = setInterval(() => this.#beat(), everyMs);
    signal.addEventListener("abort", () => {
      sizes.disconnect();
      themes.disconnect();
      clearInterval(beating);
    });
  }

  // What is told without needing an answer; a connection that is away is told again when it resumes.
  #call(method, ...parameters) {
    if (this.#state !== "reconnecting") this.#view.invokeMethodAsync(method, ...parameters).catch(() => {});
  }

  // ── output ─────────────────────────────────────────────────────────

  // A message is cut where old output ends and new output begins.
  #parse(bytes) {
    const old = this.#replay.oldIn(this.#output.taken - bytes.length, bytes);
    if (old > 0 && old < bytes.length) {
      this.#give(bytes.subarray(0, old));
      bytes = bytes.subarray(old);
    }
    return this.#give(bytes);
  }

  // All old output has been shown: from here on the page takes part.
  #endReplay() {
    if (this.#isLive || this.#replay.isOn) return;
    this.#isLive = true;
    this.#sizing.release();
    // What a full-screen program has on its screen may have left the buffer long ago: it shall draw it again.
    if (this.#options.liveFrom && this.#terminal.buffer.active.type === "alternate") this.#call("OnRepaint");
    const title = this.#replay.takeTitle();
    if (title !== null) this.#call("OnTitle", cleanTitle(title));
  }

  #give(bytes) {
    // Nothing in the portal listens: this is where tests and diagnostics hear exactly what xterm.js is given.
    this.#root.dispatchEvent(new CustomEvent("terminal-output", { detail: bytes }));
    return new Promise(resolve => this.#terminal.write(bytes, () => {
      this.#parsed += bytes.length;
      this.#endReplay();
      resolve();
    }));
  }

  #feed(text) { return new Promise(resolve => this.#terminal.write(text, resolve)); }

  #drained() { return this.#feed(""); }

  async #note(text) {
    const sequence = isBetweenSequences(this.#terminal) ? noteSequence(this.#terminal, text) : null;
    if (sequence) await this.#feed(sequence);
  }

  async #lastLine(text) {
    const { cursorX, type } = this.#terminal.buffer.active;
    if (type === "normal") await this.#feed(`${cursorX ? "\r\n" : ""}\x1b[0;2m── ${text} ──\x1b[0m`);
  }

  // ── input ──────────────────────────────────────────────────────────

  #type(text) {
    if (this.#state === "ended" || this.#replay.isAnswering) return;
    if (!this.#input.type(text)) this.#notify("The machine takes no input at present: what you typed last was not sent.");
  }

  #key(event) {
    const meaning = meaningOf(event, isMac);
    if (event.type === "keydown") {
      if (meaning === "copy") this.copy();
      if (meaning === "find") this.openFind();
      if (meaning === "copy" || meaning === "find") event.preventDefault();
      if (this.#state === "ended" && event.key === "Enter" && !event.ctrlKey && !event.altKey && !event.metaKey) {
        event.preventDefault();
        this.#call("OnReconnectKey");
        return false;
      }
    }
    // The browser answers Ctrl+Shift+V with a paste event.
    return meaning === null;
  }

  async #paste(clipboard) {
    if (this.#state === "ended" || this.#options.isWatching || !clipboard) return;
    if (byteLength(clipboard) > maxPasteBytes) {
      this.#notify("The paste is larger than 1 MiB: upload a file instead.");
      return;
    }
    const cleaned = cleanPaste(clipboard);
    let text = cleaned.text;
    if (this.#options.askBeforePaste && needsQuestion(text)) {
      text = await askPaste(this.#part, cleaned, this.#options);
      this.focus();
    }
    if (!text) return;
    const typed = asTyped(text, this.#terminal.modes.bracketedPasteMode);
    if (!this.#input.paste(typed.text, { end: typed.end })) {
      this.#notify("The paste was not sent: together with what still waits it is larger than 1 MiB.");
    }
    this.#terminal.scrollToBottom();
  }

  async #link(event, url) {
    if (!(isMac ? event.metaKey : event.ctrlKey) || !/^https?:\/\//i.test(url)) return;
    if (await askLink(this.#part, url)) window.open(url, "_blank", "noopener,noreferrer");
    this.focus();
  }

  // ── connection ─────────────────────────────────────────────────────

  #connection(change) {
    if (this.#state === "ended" || change.state === "up") return;
    this.#lostAt ||= change.lostAt;
    this.#input.pause();
    if (change.state === "rejected") keepUnsent(sessionStorage, this.#options.vmName, this.#input.pending);
    this.#state = "reconnecting";
    this.#root.dataset.state = "reconnecting";
    this.#pulse.reset();
    this.#card.show(change, this.#input.pending);
  }

  #silent(isSilent) {
    if (this.#state !== "connected") return;
    if (isSilent) this.#card.showSilence();
    else this.#card.hide();
  }

  #beat() {
    if (this.#isVisible && this.#state === "connected" && !document.hidden) this.#pulse.beat();
  }

  // ── drawing ───────────────────────────────────────────────

  #finding(isOpen) {
    this.#isFinding = isOpen;
    this.#colour();
    if (!isOpen) this.focus();
  }

  #colour() { this.#terminal.options.theme = themeOf(this.#root, this.#isFinding); }

  #notify(text) {
    this.#part("notice-text").textContent = text;
    this.#part("notice").hidden = false;
    clearTimeout(this.#part("notice").timer);
    this.#part("notice").timer = setTimeout(() => this.#dismiss(), noticeMs);
  }

  #dismiss() { this.#part("notice").hidden = true; }
}
