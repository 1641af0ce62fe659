// What came from the portal: by absolute offset, so that what is sent twice is shown once.

export class OutputCursor {
  /** The offset behind the newest byte that was taken. */
  taken = 0;

  /** The part of a message that is new, or null. Throws when bytes between are missing. */
  take(offset, bytes) {
    const end = offset + bytes.length;
    if (end <= this.taken) return null;
    if (offset > this.taken) throw new Error(`Output is missing: ${this.taken} to ${offset}.`);
    const fresh = offset < this.taken ? bytes.subarray(this.taken - offset) : bytes;
    this.taken = end;
    return fresh;
  }

  /** The bytes before an offset are gone; how many were skipped. */
  skip(offset) {
    const skipped = Math.max(0, offset - this.taken);
    this.taken += skipped;
    return skipped;
  }
}
