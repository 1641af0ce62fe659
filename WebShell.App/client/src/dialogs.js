// The two questions of a terminal: may this be pasted, may this link be opened. Native dialogs: they hold the focus.
import { asOneLine, byteLength, isRisky, linesOf } from "./paste.js";
import { formatBytes } from "./note.js";

const maxShownLines = 200;
const enterIgnoredMs = 300;   // whoever was typing has not read the dialog yet

/** Resolves with the text to paste, or null. */
export async function askPaste(part, { text, removed }, target) {
  const lines = linesOf(text);
  const risky = lines.flatMap((line, i) => isRisky(line) ? [i] : []);
  part("paste-title").textContent = lines.length > 1
    ? `Paste ${lines.length} lines into ${target.vmName}?`
    : `Paste ${formatBytes(byteLength(text))} into ${target.vmName}?`;
  part("paste-detail").textContent = `As ${target.login}, ${formatBytes(byteLength(text))}.`
    + (lines.length > 1 ? " The shell may run each line at once." : "");
  part("paste-lines").replaceChildren(...lines.slice(0, maxShownLines).map((line, i) => row(i + 1, line, risky.includes(i))));
  part("paste-note").textContent = [
    lines.length > maxShownLines ? `${lines.length - maxShownLines} more lines.` : "",
    risky.length ? `${risky.length === 1 ? "Line" : "Lines"} ${enumerate(risky.slice(0, 5).map(i => i + 1))} may stop, restart or delete something.` : "",
    removed ? `${removed} hidden control ${removed === 1 ? "character" : "characters"} removed.` : "",
  ].filter(Boolean).join(" ");
  part("paste-one-line").hidden = lines.length < 2;

  const answer = await show(part("paste"), part("paste-ok"), {
    [part("paste-ok").dataset.part]: "paste",
    [part("paste-one-line").dataset.part]: "line",
  });
  return answer === "paste" ? text : answer === "line" ? asOneLine(text) : null;
}

/** Resolves with true when the link shall be opened. */
export async function askLink(part, url) {
  part("link-url").textContent = url;
  return await show(part("link"), part("link-open"), { "link-open": "open" }) === "open";
}

function show(dialog, first, answers) {
  const shownAt = performance.now();
  return new Promise(resolve => {
    const done = new AbortController();
    const { signal } = done;
    dialog.addEventListener("keydown", event => {
      event.stopPropagation();
      if (event.key === "Enter" && performance.now() - shownAt < enterIgnoredMs) event.preventDefault();
    }, { signal, capture: true });
    dialog.addEventListener("click", event => {
      const name = event.target.closest("button")?.dataset.part;
      if (name) dialog.close(answers[name] ?? "");
    }, { signal });
    dialog.addEventListener("close", () => {
      done.abort();
      resolve(dialog.returnValue);
    }, { signal });
    dialog.returnValue = "";
    dialog.showModal();
    first.focus();
  });
}

function row(number, text, isRisk) {
  const item = document.createElement("li");
  if (isRisk) item.className = "risk";
  const no = document.createElement("span");
  no.className = "no";
  no.textContent = number;
  const content = document.createElement("span");
  content.textContent = text.slice(0, 500);
  item.append(no, content);
  return item;
}

function enumerate(numbers) {
  return numbers.length < 2 ? String(numbers[0]) : `${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
}
