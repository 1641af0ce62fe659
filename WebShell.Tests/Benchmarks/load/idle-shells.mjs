// Opens Blazor circuits, each with one shell on a machine, and keeps them idle: the browsers of the memory benchmark.
//   node idle-shells.mjs SIGN-IN-URL MACHINE      then, on standard input:  "open N" (until N are open)  "cookie"
// Ends with its standard input.
import { createInterface } from "node:readline";
import { Circuit } from "./circuit.mjs";

const atOnce = 4; // a machine's sshd and the portal both limit the handshakes in flight

const [signIn, machine] = process.argv.slice(2);
const origin = new URL(signIn).origin;

const answer = await fetch(signIn, { redirect: "manual" });
const cookie = answer.headers.getSetCookie().map(c => c.split(";")[0]).join("; ");

const circuits = [];

async function open(total) {
  let failure;
  let missing = total - circuits.length;
  const worker = async () => {
    while (missing-- > 0 && !failure) {
      try {
        const circuit = new Circuit(origin, cookie);
        await circuit.start(`/shell/${machine}`);
        await circuit.shown(text => text.includes(machine), 30_000);
        circuits.push(circuit);
      } catch (e) {
        failure = e;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failure ? `failed with ${circuits.length} open: ${failure.message}` : `open ${circuits.length}`;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [order, argument] = line.split(" ");
  console.log(order === "open" ? await open(Number(argument)) : cookie);
}
process.exit(0);
