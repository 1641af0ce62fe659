// A terminal as the portal makes it: the bench reads the options of the portal's own and gives them to this page.
import { Terminal, Unicode11Addon } from "/lib/xterm.js";

export async function openTerminal(element) {
  const options = globalThis.terminalOptions;
  await document.fonts.load(`${options.fontSize}px ${options.fontFamily}`);
  const terminal = new Terminal(options);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = "11";
  terminal.open(element);
  return terminal;
}
