// Output from before this page, shown again: it is drawn, and has no other effect. The bell stays silent, of all titles the
// last one counts, and the machine's queries are not answered, because they were when they were new.

export class Replay {
  #isParsing = false;
  #title = null;
  #until;
  #parsed;

  /**
   * @param until  the offset from which on output is new
   * @param parsed gives the offset up to which xterm.js has parsed
   */
  constructor(terminal, until, parsed) {
    this.#until = until;
    this.#parsed = parsed;
    // xterm.js does not say what it sends as an answer, and there are many kinds (also a focus report when a program asks for
    // them); but answers are sent while it parses, and keys never are.
    const handler = terminal._core._inputHandler;
    const parse = handler.parse.bind(handler);
    handler.parse = (data, promiseResult) => {
      this.#isParsing = true;
      try {
        return parse(data, promiseResult);
      } finally {
        this.#isParsing = false;
      }
    };
  }

  get isOn() { return this.#parsed() < this.#until; }

  /** Whether what xterm.js sends right now is an answer to a query in old output. */
  get isAnswering() { return this.#isParsing && this.isOn; }

  /** How many bytes of a message that begins at an offset are old; a character is not cut. */
  oldIn(start, bytes) {
    let old = Math.min(Math.max(this.#until - start, 0), bytes.length);
    while (old > 0 && old < bytes.length && (bytes[old] & 0xc0) === 0x80) old++;
    return old;
  }

  /** Takes a title of old output; the last one is given back by takeTitle. */
  keepTitle(title) { this.#title = title; }

  takeTitle() {
    const title = this.#title;
    this.#title = null;
    return title;
  }
}
