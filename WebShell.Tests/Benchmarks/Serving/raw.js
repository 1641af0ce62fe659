// A terminal over a bare WebSocket: what the portal's way is compared with.
import { openTerminal } from "/bench/page/terminal.js";

const query = new URLSearchParams(location.search);
const terminal = await openTerminal(document.getElementById("terminal"));
const address = `ws://${location.host}/bench/raw?vm=${query.get("vm")}&columns=${terminal.cols}&rows=${terminal.rows}`;
const socket = new WebSocket(address);
socket.binaryType = "arraybuffer";

let parsed = 0;
socket.onmessage = message => {
  const bytes = new Uint8Array(message.data);
  terminal.write(bytes, () => socket.send(`a${(parsed += bytes.length)}`));
};

const encoder = new TextEncoder();
terminal.onData(text => socket.send(encoder.encode(text)));
terminal.focus();
