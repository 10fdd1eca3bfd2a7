// A combobox by the ARIA pattern: an input, a list of answers, arrows, Enter, Escape. It knows nothing of forms.
import { freshId, icon, make } from "./dom";
import { find, readPicks, type Pick } from "./match";
import { say } from "./texts";

/** More answers than these help nobody; typing one more letter does. */
const MOST = 50;
/** A remote source is asked when typing rests for so long. */
const REST_MS = 150;

export interface Options {
  picks: readonly Pick[];
  source: string | undefined;
  placeholder: string;
  chosen: () => readonly string[];
  take: (pick: Pick) => void;
  /** Called when the text was emptied by hand. */
  clear: () => void;
}

export class Combobox {
  readonly box: HTMLElement;
  readonly input: HTMLInputElement;
  #list: HTMLElement;
  #shown: Pick[] = [];
  #active = -1;
  #rest: number | undefined;
  #asking: AbortController | undefined;

  constructor(private readonly options: Options) {
    const listId = freshId("picks");
    this.input = make("input", {
      class: "input",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: options.placeholder,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": listId,
    });
    this.#list = make("ul", { class: "picker-list", role: "listbox", id: listId, hidden: true });
    const open = make("button", { type: "button", class: "btn btn-quiet picker-open", tabindex: "-1", "aria-label": say("open") }, icon("chevron-down"));
    this.box = make("div", { class: "picker-box" }, this.input, open, this.#list);
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("blur", () => this.close());
    open.addEventListener("click", () => {
      this.input.focus();
      this.open();
    });
    // The list must not take the focus from the input before the click arrives.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#take((event.target as Element).closest<HTMLElement>("[role=option]")));
  }

  get isOpen(): boolean {
    return !this.#list.hidden;
  }

  /** Opens with everything; what was typed filters. */
  open(): void {
    if (this.isOpen) return;
    this.#show(this.options.source ? this.#shown : find(this.options.picks, "", this.options.picks.length));
    if (this.options.source) void this.#ask("");
  }

  close(): void {
    this.#list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.#active = -1;
  }

  #typed(): void {
    const text = this.input.value;
    if (text === "") this.options.clear();
    if (!this.options.source) {
      this.#show(find(this.options.picks, text, MOST));
      return;
    }
    window.clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => void this.#ask(text), REST_MS);
  }

  async #ask(text: string): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const url = new URL(this.options.source ?? "", location.href);
      url.searchParams.set("q", text);
      const answer = await fetch(url, { headers: { Accept: "application/json" }, signal: asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      this.#show(readPicks(await answer.json()));
    } catch {
      if (!asking.signal.aborted) this.#show([], say("sourceFailed"));
    }
  }

  #show(picks: Pick[], nothing = say("noMatch")): void {
    this.#shown = picks;
    const chosen = this.options.chosen();
    const lines = picks.map((pick, n) => {
      const line = make("li", { role: "option", id: `${this.#list.id}-${n}`, "data-n": String(n), "aria-selected": "false" }, make("span", {}, pick.name));
      if (chosen.includes(pick.code)) line.classList.add("is-chosen");
      if (pick.path) line.append(make("span", { class: "picker-path" }, pick.path));
      return line;
    });
    this.#list.replaceChildren(...(lines.length > 0 ? lines : [make("li", { class: "picker-none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, nothing)]));
    if (document.activeElement !== this.input) return;
    this.#list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const first = picks.findIndex((pick) => chosen.includes(pick.code));
    this.#activate(Math.max(0, first));
  }

  #activate(n: number): void {
    this.#list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    const line = this.#list.querySelector(`[data-n="${n}"]`);
    this.#active = line ? n : -1;
    if (!line) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    line.setAttribute("aria-selected", "true");
    line.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", line.id);
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (this.isOpen) this.#activate(Math.min(this.#shown.length - 1, Math.max(0, this.#active + step)));
      else this.open();
    } else if (event.key === "Enter" && this.isOpen && !event.ctrlKey && !event.metaKey) {
      this.#take(this.#list.querySelector<HTMLElement>('[aria-selected="true"]'));
    } else if (event.key === "Escape" && this.isOpen) {
      this.close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #take(line: HTMLElement | null): void {
    const pick = this.#shown[Number(line?.dataset["n"] ?? -1)];
    if (!pick) return;
    this.options.take(pick);
    this.close();
  }
}
