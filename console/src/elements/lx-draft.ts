// <lx-draft data-url data-version>: saves the form around it a second after a change. Without a connection a copy stays in this
// browser and is sent when the connection is back.
import { make } from "../lib/dom";
import { copyOf, encode, fill, readCopy } from "../lib/draft";
import { say } from "../lib/texts";

const EVERY_MS = 1000;
/** After a failure it waits longer, so that a server in trouble is not pressed by every seat at once. */
const AFTER_FAILURE_MS = 5000;

export class LxDraft extends HTMLElement {
  #timer: number | undefined;
  #dirty = false;
  #stopped = false;
  #saving = false;
  #notBefore = 0;

  connectedCallback(): void {
    this.#form?.addEventListener("input", this.#touch);
    this.#form?.addEventListener("change", this.#touch);
    this.#form?.addEventListener("submit", this.#submit);
    this.#form?.addEventListener("htmx:error", this.#touch);
    window.addEventListener("online", this.#soon);
    window.addEventListener("pagehide", this.#forget);
    this.#timer = window.setInterval(() => void this.#save(), EVERY_MS);
    this.#lookForCopy();
  }

  disconnectedCallback(): void {
    window.clearInterval(this.#timer);
    window.removeEventListener("online", this.#soon);
    window.removeEventListener("pagehide", this.#forget);
    this.#form?.removeEventListener("input", this.#touch);
    this.#form?.removeEventListener("change", this.#touch);
    this.#form?.removeEventListener("submit", this.#submit);
    this.#form?.removeEventListener("htmx:error", this.#touch);
    this.#forget();
  }

  get #form(): HTMLFormElement | null {
    return this.closest("form");
  }
  get #key(): string {
    return `lx-draft:${this.dataset["url"] ?? ""}`;
  }
  get #version(): string {
    return this.dataset["version"] ?? "0";
  }

  #touch = (): void => {
    this.#dirty = true;
    this.#stopped = false;
  };
  #soon = (): void => {
    this.#notBefore = 0;
  };
  /** What is sent for good needs no draft any more. */
  #submit = (): void => {
    this.#stopped = true;
    this.#dirty = false;
  };
  #forget = (): void => {
    if (this.#stopped) localStorage.removeItem(this.#key);
  };

  async #save(): Promise<void> {
    const form = this.#form;
    if (!this.#dirty || this.#saving || this.#stopped || !form || Date.now() < this.#notBefore) return;
    const body = encode(new FormData(form), this.#version);
    this.#dirty = false;
    this.#saving = true;
    try {
      const answer = await fetch(this.dataset["url"] ?? "", { method: "PUT", body });
      this.#answered(answer);
    } catch {
      this.#keep(body);
    } finally {
      this.#saving = false;
    }
  }

  #answered(answer: Response): void {
    if (answer.ok) {
      this.dataset["version"] = answer.headers.get("x-draft-version") ?? this.#version;
      localStorage.removeItem(this.#key);
      this.#say("saved", say("draftSaved", new Date().toLocaleTimeString("zh-CN", { hour12: false })));
    } else if (answer.status === 409) {
      this.#stopped = true;
      this.#say("conflict", say("draftConflict"));
    } else {
      this.#dirty = true;
      this.#notBefore = Date.now() + AFTER_FAILURE_MS;
      this.#say("offline", say("draftRefused", String(answer.status)));
    }
  }

  #keep(body: URLSearchParams): void {
    this.#dirty = true;
    this.#notBefore = Date.now() + AFTER_FAILURE_MS;
    try {
      localStorage.setItem(this.#key, copyOf(body));
      this.#say("offline", say("draftOffline"));
    } catch {
      this.#say("offline", say("offline"));
    }
  }

  /** A copy from before is put back by itself if nothing was saved since; otherwise the writer decides. */
  #lookForCopy(): void {
    const copy = readCopy(localStorage.getItem(this.#key));
    const form = this.#form;
    if (!copy || !form) return;
    const restore = () => {
      fill(form, copy);
      this.#dirty = true;
      this.#say("offline", say("draftOffline"));
    };
    if (copy.get("version") === this.#version) {
      restore();
      return;
    }
    const button = (text: string, press: () => void) => {
      const made = make("button", { type: "button", class: "btn btn-small" }, text);
      made.addEventListener("click", press);
      return made;
    };
    const drop = () => {
      localStorage.removeItem(this.#key);
      this.#say("saved", "");
    };
    this.#say("offline", say("draftFound"), button(say("draftRestore"), restore), button(say("draftDrop"), drop));
  }

  #say(state: "saved" | "offline" | "conflict", ...parts: (string | Node)[]): void {
    this.dataset["state"] = state;
    this.querySelector("output")?.replaceChildren(...parts.flatMap((part) => [part, " "]));
  }
}
