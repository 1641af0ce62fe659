// Which renderer draws a terminal. Chromium keeps about 16 GPU contexts a page, so only what is seen holds one; a terminal that
// has lost its context does without.
import { hasGpu } from "./gpu.js";
import { WebglAddon } from "./xterm.js";

export class Drawing {
  #terminal;
  #webgl = null;
  #hasLostGpu = false;

  constructor(terminal) {
    this.#terminal = terminal;
  }

  show(isVisible) {
    if (!isVisible) this.#drop();
    else if (!this.#webgl && !this.#hasLostGpu && hasGpu()) this.#take();
  }

  #take() {
    try {
      this.#webgl = new WebglAddon();
      this.#webgl.onContextLoss(() => this.#lose());
      this.#terminal.loadAddon(this.#webgl);
    } catch {
      this.#hasLostGpu = true;
      this.#webgl = null;
    }
  }

  #lose() {
    this.#hasLostGpu = true;
    this.#drop();
  }

  #drop() {
    this.#webgl?.dispose();
    this.#webgl = null;
  }
}
