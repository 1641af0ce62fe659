// The find bar of one terminal: Enter and Shift+Enter walk, Esc closes, the counter says "3 of 14".
import { findColours } from "./theme.js";

export class FindBar {
  #search;
  #part;
  #root;
  #toggled;
  #options = { caseSensitive: false, regex: false };

  /** @param toggled called with true when the bar opens and with false when it closes */
  constructor(root, part, search, toggled) {
    this.#root = root;
    this.#part = part;
    this.#search = search;
    this.#toggled = toggled;
    search.onDidChangeResults(result => this.#count(result));
    const text = part("find-text");
    text.addEventListener("input", () => this.#go(false, true));
    part("find").addEventListener("keydown", event => this.#key(event));
    part("find-next").addEventListener("click", () => this.#go(false));
    part("find-previous").addEventListener("click", () => this.#go(true));
    part("find-close").addEventListener("click", () => this.close());
    this.#toggle("find-case", "caseSensitive");
    this.#toggle("find-regex", "regex");
  }

  open(text) {
    const input = this.#part("find-text");
    this.#part("find").hidden = false;
    this.#toggled(true);
    if (text && !text.includes("\n")) input.value = text;
    input.focus();
    input.select();
    if (input.value) this.#go(false, true);
  }

  close() {
    this.#part("find").hidden = true;
    this.#search.clearDecorations();
    this.#toggled(false);
  }

  /** Selects the next match and says which of how many it is. */
  find(text, { caseSensitive = false, regex = false, backwards = false } = {}) {
    let result = { resultIndex: -1, resultCount: 0 };
    const listening = this.#search.onDidChangeResults(value => { result = value; });
    this.#run(text, { caseSensitive, regex }, backwards, false);
    listening.dispose();
    return { index: result.resultIndex + 1, count: result.resultCount };
  }

  #key(event) {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.target === this.#part("find-text")) this.#go(event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #toggle(name, option) {
    const button = this.#part(name);
    button.addEventListener("click", () => {
      this.#options[option] = !this.#options[option];
      button.setAttribute("aria-pressed", this.#options[option]);
      this.#go(false, true);
    });
  }

  #go(backwards, incremental = false) {
    const text = this.#part("find-text").value;
    if (!text) {
      this.#search.clearDecorations();
      this.#say("");
      return;
    }
    this.#run(text, this.#options, backwards, incremental);
  }

  #run(text, options, backwards, incremental) {
    if (options.regex && !isRegex(text)) {
      this.#say("not a pattern");
      return;
    }
    const all = { ...options, incremental, decorations: findColours(this.#root) };
    if (backwards) this.#search.findPrevious(text, all);
    else this.#search.findNext(text, all);
  }

  #count({ resultIndex, resultCount }) {
    if (resultCount === 0) this.#say("no match");
    else if (resultIndex < 0) this.#say(`${resultCount} or more`);
    else this.#say(`${resultIndex + 1} of ${resultCount}`);
  }

  #say(text) {
    this.#part("find-count").textContent = this.#part("find-text").value ? text : "";
  }
}

function isRegex(text) {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
