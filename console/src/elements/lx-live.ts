// <lx-live>: the page's one live feed. Each entry becomes an event `live:<topic>` on the body, so that fragments refetch themselves
// with hx-trigger="live:inbox from:body".
import { byTopic, coalesce, readEntry, type Entry } from "../lib/coalesce";
import { say } from "../lib/texts";

/** Entries that arrive together refresh a fragment once. */
const TOGETHER_MS = 300;
const RETRY_MS = [1000, 2000, 5000, 10000];

type State = "connecting" | "live" | "lost";

export class LxLive extends HTMLElement {
  #source: EventSource | undefined;
  #last = "";
  #failures = 0;
  #retry: number | undefined;

  connectedCallback(): void {
    this.#open();
    window.addEventListener("online", this.#again);
  }

  disconnectedCallback(): void {
    window.removeEventListener("online", this.#again);
    window.clearTimeout(this.#retry);
    this.#source?.close();
  }

  /** The browser resumes a broken stream with Last-Event-ID; a stream that was refused is opened anew with `after=`. */
  #open(): void {
    const url = new URL(this.dataset["url"] ?? "/live", location.href);
    if (this.#last) url.searchParams.set("after", this.#last);
    const source = new EventSource(url);
    this.#source = source;
    source.addEventListener("open", () => {
      this.#failures = 0;
      this.#show("live");
    });
    source.addEventListener("entry", (event) => {
      if (event.lastEventId) this.#last = event.lastEventId;
      const entry = readEntry(String(event.data));
      if (entry) this.#collect(entry);
    });
    // The server tells at once from where this feed can be resumed.
    source.addEventListener("hello", (event) => (this.#last = event.lastEventId));
    // Too much was missed to be told: every live part fetches itself again.
    source.addEventListener("anew", (event) => {
      this.#last = event.lastEventId;
      document.body.dispatchEvent(new CustomEvent("live:anew", { detail: { entries: [] } }));
    });
    source.addEventListener("error", () => {
      this.#show("lost");
      if (source.readyState !== EventSource.CLOSED) return;
      const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 10000;
      this.#failures += 1;
      this.#retry = window.setTimeout(() => this.#open(), wait);
    });
  }

  #again = (): void => {
    if (this.#source?.readyState !== EventSource.CLOSED) return;
    window.clearTimeout(this.#retry);
    this.#open();
  };

  #collect = coalesce<Entry>(TOGETHER_MS, (entries) => {
    for (const [topic, about] of byTopic(entries)) {
      document.body.dispatchEvent(new CustomEvent(`live:${topic}`, { detail: { entries: about } }));
    }
  });

  #show(state: State): void {
    if (this.dataset["state"] === state) return;
    this.dataset["state"] = state;
    this.title = say(state);
    this.querySelector("span")?.replaceChildren(say(state));
  }
}
