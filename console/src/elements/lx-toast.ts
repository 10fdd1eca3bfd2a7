// <lx-toast>: shows what has just happened, from `lx:toast` events (the server sends them in `HX-Trigger`) and from markup put into it.
import { icon, make } from "../lib/dom";

const SHOWN_MS = 6000;
/** A failure stays longer: it must be read. */
const SHOWN_DANGER_MS = 15000;
const MOST = 4;

const ICONS: Record<string, string> = { done: "circle-check", warning: "triangle-alert", danger: "circle-alert", neutral: "info" };

export class LxToast extends HTMLElement {
  #watch = new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node instanceof HTMLElement) this.#expire(node);
  });

  connectedCallback(): void {
    document.addEventListener("lx:toast", this.#add);
    this.#watch.observe(this, { childList: true });
  }

  disconnectedCallback(): void {
    document.removeEventListener("lx:toast", this.#add);
    this.#watch.disconnect();
  }

  #add = (event: Event): void => {
    const { text = "", tone = "neutral" } = (event as CustomEvent<{ text?: string; tone?: string }>).detail ?? {};
    if (!text) return;
    this.append(make("div", { class: `toast t-${tone}` }, icon(ICONS[tone] ?? "info"), make("p", {}, text)));
    while (this.children.length > MOST) this.firstElementChild?.remove();
  };

  /** Goes by itself, but not while the pointer is on it. */
  #expire(toast: HTMLElement): void {
    const shown = toast.classList.contains("t-danger") ? SHOWN_DANGER_MS : SHOWN_MS;
    const go = () => (toast.matches(":hover") ? window.setTimeout(go, 1000) : toast.remove());
    window.setTimeout(go, shown);
  }
}
