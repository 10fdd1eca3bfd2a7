// A list under the cursor holds still: a live refresh of [data-hold] waits while the pointer is over it or the focus in it,
// and a button that takes no room says how many changes wait.
import { isLive } from "./coalesce";
import { make } from "./dom";
import { say } from "./texts";

interface RequestEvent extends Event {
  detail: { ctx: { sourceElement: Element; sourceEvent: Event | null } };
}

/** How many changes each held list waits with. */
const waiting = new WeakMap<Element, number>();
/** Lists whose next refresh goes through, whatever is over them. */
const released = new WeakSet<Element>();

export function installHold(root: Document): void {
  root.addEventListener("htmx:config:request", (event) => {
    const { sourceElement, sourceEvent } = (event as RequestEvent).detail.ctx;
    if (!(sourceElement instanceof HTMLElement) || !sourceElement.matches("[data-hold]")) return;
    if (!sourceEvent || !isLive(sourceEvent)) return;
    if (isShown(sourceElement, sourceEvent)) return event.preventDefault();
    if (released.delete(sourceElement) || !isUsed(sourceElement)) return;
    event.preventDefault();
    const entries = (sourceEvent as CustomEvent<{ entries?: unknown[] }>).detail?.entries?.length ?? 1;
    announce(sourceElement, (waiting.get(sourceElement) ?? 0) + entries, sourceEvent.type);
  });
}

/** A part says up to which entry of the journal it shows it: what its reader has just done himself is no news to him. */
function isShown(part: HTMLElement, event: Event): boolean {
  const entries = (event as CustomEvent<{ entries?: { seq?: number }[] }>).detail?.entries ?? [];
  const upto = Number(part.dataset["upto"] ?? 0);
  return entries.length > 0 && entries.every(({ seq }) => seq !== undefined && seq <= upto);
}

const isUsed = (list: HTMLElement) => list.matches(":hover") || (list.contains(document.activeElement) && document.activeElement !== list);

function announce(list: HTMLElement, changes: number, type: string): void {
  waiting.set(list, changes);
  const bar = list.querySelector<HTMLElement>(":scope > .held-bar") ?? makeBar(list, type);
  bar.querySelector("button")?.replaceChildren(say("changes", String(changes)));
}

function makeBar(list: HTMLElement, type: string): HTMLElement {
  const button = make("button", { type: "button", class: "held" });
  const bar = make("div", { class: "held-bar", role: "status" }, button);
  const done = new AbortController();
  const release = () => {
    done.abort();
    bar.remove();
    waiting.delete(list);
    released.add(list);
    document.body.dispatchEvent(new CustomEvent(type, { detail: { entries: [] } }));
  };
  button.addEventListener("click", release, { signal: done.signal });
  list.addEventListener("mouseleave", () => !list.contains(document.activeElement) && release(), { signal: done.signal });
  list.prepend(bar);
  return bar;
}
