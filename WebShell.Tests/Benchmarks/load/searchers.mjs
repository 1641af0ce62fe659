// People who search the machines, each in a circuit of their own and without a browser: the others of the inventory benchmark.
// Its first line says what to do: { Origin, Cookie, People, FirstWords, Texts }. A text is a list of { Text, Mark }: what is in the field after a key,
// and what the page says then, its number first; FirstWords are on the page when it is open. It answers "ready", waits for a line, types all texts and says the times.
import { createInterface } from "node:readline";
import { Circuit } from "./circuit.mjs";

const keyEvery = 250, answerLimit = 10_000, openLimit = 60_000;
const sleep = ms => new Promise(done => setTimeout(done, ms));

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { Origin: origin, Cookie: cookie, People: people, FirstWords: firstWords, Texts: texts } = JSON.parse((await lines.next()).value);

const circuits = [];
for (let i = 0; i < people; i++) {
  const circuit = new Circuit(origin, cookie);
  const open = circuit.drawn(firstWords, openLimit);
  await circuit.start("/");
  await open;
  circuits.push(circuit);
}
console.log("ready");
await lines.next();
console.log(JSON.stringify((await Promise.all(circuits.map(typeAll))).flat()));
process.exit(0);

// As the page in front does it: four keys a second, a second or two between texts, everybody beginning with another.
async function typeAll(circuit, person) {
  const times = [];
  const first = (person + 1) % texts.length;
  await sleep(Math.random() * 2000);
  for (const keys of [...texts.slice(first), ...texts.slice(0, first)]) {
    for (const { Text: text, Mark: mark } of keys) {
      const start = performance.now();
      const drawn = circuit.drawn(mark.trim().split(" ")[0], answerLimit);
      circuit.input(text);
      await drawn;
      times.push(performance.now() - start);
      await sleep(Math.max(0, keyEvery - times.at(-1)));
    }
    await sleep(1000 + Math.random() * 1000);
    circuit.input("");
    await sleep(1000);
  }
  return times;
}
