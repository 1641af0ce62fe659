// Reads of a render batch what a circuit without a browser needs. The format is the framework's (RenderBatchWriter.cs); five offsets at its end.
const frameSize = 20, trailer = 20, attribute = 3;

/** The id of the newest handler of `input` events, or undefined where the batch has none. */
export function inputHandlerIn(batch) {
  const strings = batch.readInt32LE(batch.length - 4);
  const frames = batch.readInt32LE(batch.length - 16);
  let handler;
  for (let i = 0, at = frames + 4; i < batch.readInt32LE(frames); i++, at += frameSize) {
    if (batch.readInt32LE(at) !== attribute || text(batch, strings, batch.readInt32LE(at + 4)) !== "oninput") continue;
    handler = Number(batch.readBigUInt64LE(at + 12)) || handler;
  }
  return handler;
}

/** Whether a text of the batch is this one, whole. */
export function hasText(batch, wanted) {
  const strings = batch.readInt32LE(batch.length - 4);
  for (let i = 0; strings + i * 4 < batch.length - trailer; i++) {
    if (text(batch, strings, i) === wanted) return true;
  }
  return false;
}

function text(batch, strings, index) {
  if (index < 0) return null;
  let at = batch.readInt32LE(strings + index * 4), length = 0;
  for (let shift = 0, part = 0x80; part & 0x80; shift += 7) {
    part = batch[at++];
    length |= (part & 0x7f) << shift;
  }
  return batch.toString("utf8", at, at + length);
}
