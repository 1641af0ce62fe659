// What was typed while the connection was lost, when the portal then no longer knows the circuit: the page is loaded anew, and
// says how much was not sent. Only the number is kept, never what was typed.

const keyOf = vmName => `webshell-unsent:${vmName}`;

export function keepUnsent(storage, vmName, bytes) {
  if (bytes > 0) storage.setItem(keyOf(vmName), String(bytes));
}

/** The sentence for the user, once; or null. */
export function takeUnsent(storage, vmName) {
  const bytes = Number(storage.getItem(keyOf(vmName)));
  storage.removeItem(keyOf(vmName));
  if (!(bytes > 0)) return null;
  return `${bytes === 1 ? "One byte" : `${bytes} bytes`} typed while the connection was lost could not be sent.`;
}
