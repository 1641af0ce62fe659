// Asks the portal for a sign of life, and notices when there is none though the connection looks whole: a network that
// swallows everything says nothing for half a minute. Only the portal is asked, never the machine, which may rightly take
// its time. A silence is noticed `everyMs + silentMs` after it began, whether somebody types or only looks.

export const everyMs = 1000;
export const silentMs = 1500;

// A timer that comes this much too late means that the page itself stood still, and answers lie there unread.
const stoodStillMs = 250;

export class Pulse {
  #ask;
  #measured;
  #changed;
  #timer = 0;
  #question = null;
  #isSilent = false;

  /**
   * @param ask       returns a promise that the portal answers at once
   * @param measured  called with the milliseconds an answer took
   * @param changed   called with true when a silence begins and with false when it ends
   */
  constructor(ask, measured, changed) {
    this.#ask = ask;
    this.#measured = measured;
    this.#changed = changed;
  }

  /** Asks, unless a question is still open. */
  async beat() {
    if (this.#question) return;
    const question = { askedAt: performance.now() };
    this.#question = question;
    this.#await(question.askedAt);
    try {
      await this.#ask();
    } catch {
      return; // the connection is gone: others say so, and reset
    }
    if (question !== this.#question) return;
    this.reset();
    this.#measured(performance.now() - question.askedAt);
  }

  /** An answer has come; or the connection is known to be lost, and the open question will not be answered. */
  reset() {
    clearTimeout(this.#timer);
    this.#question = null;
    if (!this.#isSilent) return;
    this.#isSilent = false;
    this.#changed(false);
  }

  #await(since) {
    this.#timer = setTimeout(() => {
      const now = performance.now();
      if (now - since > silentMs + stoodStillMs) {
        this.#await(now);
        return;
      }
      this.#isSilent = true;
      this.#changed(true);
    }, silentMs);
  }
}
