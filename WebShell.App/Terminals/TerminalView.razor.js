// The terminal itself is client/src/terminal.js, bundled with what it takes from npm.
export { open } from "../lib/terminal.js";
