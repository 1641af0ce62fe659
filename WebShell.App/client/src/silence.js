// Notices that the portal does not answer though the connection looks whole: a network that swallows everything says nothing
// for half a minute. Something that should be answered soon is watched; when it is late the portal is asked directly,
// because input may rightly wait for its machine, and only when that has no answer either it is silence.

export const lateMs = 1500;
export const silentMs = 1000;

export class Silence {
  #ask;
  #changed;
  #watched = 0;
  #timer = 0;
  #epoch = 0;
  #isSilent = false;

  /**
   * @param ask      returns a promise that the portal answers at once
   * @param changed  called with true when the silence begins and with false when it ends
   */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Watches something that the portal should answer soon; returns it. */
  watch(promise) {
    const epoch = this.#epoch;
    this.#watched++;
    if (!this.#timer) this.#timer = setTimeout(() => this.#late(), lateMs);
    promise.then(() => this.#answered(epoch, true), () => this.#answered(epoch, true));
    return promise;
  }

  /** The connection is known to be lost, or is new: what was watched will not be answered. */
  reset() {
    this.#epoch++;
    this.#watched = 0;
    this.#quiet();
  }

  async #late() {
    const epoch = this.#epoch;
    this.#timer = setTimeout(() => {
      if (epoch !== this.#epoch || this.#isSilent) return;
      this.#isSilent = true;
      this.#changed(true);
    }, silentMs);
    try {
      await this.#ask();
    } catch {
      return; // the connection is gone, and others say so
    }
    this.#answered(epoch, false);
  }

  #answered(epoch, wasWatched) {
    if (epoch !== this.#epoch) return;
    if (wasWatched) this.#watched--;
    this.#quiet();
    if (this.#watched > 0) this.#timer = setTimeout(() => this.#late(), lateMs);
  }

  #quiet() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.#isSilent) return;
    this.#isSilent = false;
    this.#changed(false);
  }
}
