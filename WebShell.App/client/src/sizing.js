// How large the terminal is: as its place on the page, told to the portal; while old output is shown, as it was then.
import { FitAddon } from "./xterm.js";

const quietMs = 50;
const leastMs = 100;
const leastLetters = 6;
const limits = { minCols: 2, maxCols: 1000, minRows: 1, maxRows: 500 };

export class Sizing {
  #terminal;
  #place;
  #tell;
  #fit = new FitAddon();
  #timer = 0;
  #resizedAt = 0;
  #isHeld;
  #isForeign;
  #letters;

  /**
   * @param isHeld    whether the size is not the place's for now; release() ends that
   * @param isForeign whether it never is: then the letters shrink until it fits
   */
  constructor(terminal, place, tell, isHeld, isForeign = false) {
    this.#terminal = terminal;
    this.#place = place;
    this.#tell = tell;
    this.#isHeld = isHeld;
    this.#isForeign = isForeign;
    this.#letters = terminal.options.fontSize;
    terminal.loadAddon(this.#fit);
    terminal.onResize(() => this.tell());
  }

  /** The place may have another size now. */
  soon() {
    clearTimeout(this.#timer);
    const least = this.#resizedAt + leastMs - performance.now();
    this.#timer = setTimeout(() => this.fit(), Math.max(quietMs, least));
  }

  /** Gives the terminal the size of its place. */
  fit() {
    if (this.#isForeign) this.#shrink();
    if (this.#isHeld) return;
    const size = this.#fit.proposeDimensions();
    if (!size || !(size.cols > 0) || !this.#place.clientHeight) return;
    this.#resizedAt = performance.now();
    this.#terminal.resize(
      Math.min(limits.maxCols, Math.max(limits.minCols, size.cols)),
      Math.min(limits.maxRows, Math.max(limits.minRows, size.rows)));
  }

  /** What is written next was printed for this size. */
  set(columns, rows) {
    this.#terminal.resize(columns, rows);
    if (this.#isForeign) this.#shrink();
  }

  release() {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.fit();
    this.tell();
  }

  tell() {
    if (!this.#isHeld) this.#tell(this.#terminal.cols, this.#terminal.rows);
  }

  #shrink() {
    const room = this.#fit.proposeDimensions();
    if (!room || !(room.cols > 0)) return;
    const { cols, rows, options } = this.#terminal;
    const fitting = options.fontSize * Math.min(room.cols / cols, room.rows / rows);
    options.fontSize = Math.max(leastLetters, Math.min(this.#letters, Math.floor(fitting * 2) / 2));
  }

  stop() { clearTimeout(this.#timer); }
}
