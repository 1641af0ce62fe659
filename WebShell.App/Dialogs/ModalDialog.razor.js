// The browser's dialog does the rest: top layer, inert page, Esc, focus in (autofocus) and back.
export function open(dialog) {
  if (!dialog.open) dialog.showModal();
  return { close: () => dialog.close() };
}
