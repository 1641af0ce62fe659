// What boot.js tells the terminals about the circuit's connection: one event on document, one shape.

export const connectionEvent = "webshell:connection";
export const tryNowEvent = "webshell:try-now";

/**
 * @typedef {object} ConnectionChange
 * @property {"up"|"down"|"rejected"} state
 * @property {number} attempt      tries so far since it was lost
 * @property {number} nextTryMs    milliseconds until the next try, 0 while one is under way
 * @property {number} lostAt       Date.now() when it was lost
 */

/** Milliseconds to wait before a try: the first at once, then longer and longer, and never more than five seconds. */
export function backOff(attempt) {
  const steps = [0, 500, 1000, 2000, 3000];
  return steps[attempt] ?? 5000;
}
