// What the user types, on its way to the portal: in order, in numbered pieces, kept until the portal has them.
// It knows nothing of xterm.js or Blazor: `send(number, bytes)` returns a promise of null or of a refusal.

export const maxPieceBytes = 16 * 1024;       // the hub takes 32 KiB a message
export const maxQueuedBytes = 1024 * 1024;
const maxInFlight = 4;
const encoder = new TextEncoder();

export class InputQueue {
  #send;
  #refused;
  #unsent = [];      // { bytes, paste } in order; paste: which paste it belongs to, 0 for keys
  #inFlight = [];    // { number, bytes } without an answer
  #number = 0;
  #queued = 0;
  #pastes = 0;
  #epoch = 0;
  #isUp = false;

  /** @param refused called with the sentence of a refusal */
  constructor(send, refused = () => {}) {
    this.#send = send;
    this.#refused = refused;
  }

  /** Bytes that the portal has not confirmed. */
  get pending() { return this.#queued; }

  /** Takes keys. False: the queue is full, nothing was taken. */
  type(text) {
    const bytes = typeof text === "string" ? encoder.encode(text) : text;
    if (text === "\x03") this.#cancelPaste();
    return this.#take(bytes, 0);
  }

  /** Takes a paste of one or more parts that belong together. False: too large, nothing was taken. */
  paste(text, { end = "" } = {}) {
    const bytes = encoder.encode(text + end);
    return this.#take(bytes, ++this.#pastes, end);
  }

  /** The connection is lost: what has no answer yet is kept and nothing is sent. */
  pause() {
    this.#isUp = false;
    this.#epoch++;
  }

  /** The connection is there, and the portal has seen the pieces up to a number: sends the others again, in order. */
  resume(seen) {
    this.pause();
    this.#settle(seen);
    this.#isUp = true;
    for (const piece of this.#inFlight) this.#transmit(piece);
    this.#pump();
  }

  #take(bytes, paste, end = "") {
    if (this.#queued + bytes.length > maxQueuedBytes) return false;
    this.#queued += bytes.length;
    this.#unsent.push({ bytes, paste, end });
    this.#pump();
    return true;
  }

  // Ctrl+C while a paste is under way: what has not left is dropped, but an open bracket is closed, or the shell would
  // take everything typed from now on as pasted.
  #cancelPaste() {
    const kept = [];
    for (const item of this.#unsent) {
      if (!item.paste) {
        kept.push(item);
        continue;
      }
      this.#queued -= item.bytes.length;
      if (item.end && item.isBegun) kept.push(this.#counted({ bytes: encoder.encode(item.end), paste: 0 }));
    }
    this.#unsent = kept;
  }

  #counted(item) {
    this.#queued += item.bytes.length;
    return item;
  }

  #pump() {
    while (this.#isUp && this.#unsent.length && this.#inFlight.length < maxInFlight) {
      const piece = { number: ++this.#number, bytes: this.#nextPiece() };
      this.#inFlight.push(piece);
      this.#transmit(piece);
    }
  }

  // As much as fits: what was typed while others were under way leaves as one piece.
  #nextPiece() {
    const parts = [];
    let room = maxPieceBytes;
    while (room > 0 && this.#unsent.length) {
      const item = this.#unsent[0];
      const part = item.bytes.subarray(0, room);
      parts.push(part);
      room -= part.length;
      if (part.length === item.bytes.length) {
        this.#unsent.shift();
      } else {
        item.bytes = item.bytes.subarray(part.length);
        item.isBegun = true;
      }
    }
    return parts.length === 1 ? parts[0].slice() : concatenate(parts);
  }

  #transmit(piece) {
    const epoch = this.#epoch;
    const answered = refusal => {
      if (epoch !== this.#epoch) return;
      this.#settle(piece.number);
      if (refusal) this.#refused(refusal);
      this.#pump();
    };
    this.#send(piece.number, piece.bytes).then(answered, error => answered(String(error?.message ?? error)));
  }

  #settle(number) {
    while (this.#inFlight.length && this.#inFlight[0].number <= number) {
      this.#queued -= this.#inFlight.shift().bytes.length;
    }
  }
}

function concatenate(parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
