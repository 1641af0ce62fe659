// How often something may happen.

/** Calls the action with the last value when none has come for a while. */
export function debounce(action, quietMs) {
  let timer = 0;
  return value => {
    clearTimeout(timer);
    timer = setTimeout(() => action(value), quietMs);
  };
}

/** Calls the action at once, and then not again for a while: what comes meanwhile is dropped. */
export function atMostEvery(action, leastMs) {
  let last = -Infinity;
  return value => {
    const now = performance.now();
    if (now - last < leastMs) return;
    last = now;
    action(value);
  };
}
