// The card at the foot of a terminal that cannot reach the portal. The screen above it stays as it is.
import { tryNowEvent } from "./connection.js";
import { formatTime } from "./note.js";

export class ConnectionCard {
  #part;

  constructor(part) {
    this.#part = part;
    part("card-try").addEventListener("click", () => document.dispatchEvent(new CustomEvent(tryNowEvent)));
  }

  show({ nextTryMs, lostAt }, keptBytes) {
    const seconds = Math.ceil(nextTryMs / 1000);
    this.#part("card").hidden = false;
    this.#part("card-title").textContent = seconds ? `Reconnecting, next try in ${seconds} s` : "Reconnecting…";
    this.#part("card-detail").textContent = `Connection lost ${formatTime(new Date(lostAt))}. The shell keeps running`
      + (keptBytes ? `; ${keptBytes === 1 ? "the key you typed is" : `${keptBytes} bytes you typed are`} kept.` : ".");
  }

  /** The connection looks whole, but nobody answers. */
  showSilence() {
    this.#part("card").hidden = false;
    this.#part("card-title").textContent = "The portal does not answer";
    this.#part("card-detail").textContent = "What you type is kept. The shell keeps running.";
  }

  hide() {
    this.#part("card").hidden = true;
  }
}
