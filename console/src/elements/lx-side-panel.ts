// <lx-side-panel id>: a row link with data-panel=<id> opens its page's <main> beside the list. Forms inside come back into the panel.
import htmx from "htmx.org";
import { toast } from "../lib/dom";
import { say } from "../lib/texts";

export class LxSidePanel extends HTMLElement {
  #from: HTMLElement | null = null;
  /** The address that the panel shows; its row stays marked when the list is refreshed. */
  #shown = "";
  #loading: AbortController | undefined;

  connectedCallback(): void {
    document.addEventListener("click", this.#follow, { capture: true });
    document.addEventListener("keydown", this.#escape);
    document.addEventListener("htmx:after:swap", this.#mark);
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.#follow, { capture: true });
    document.removeEventListener("keydown", this.#escape);
    document.removeEventListener("htmx:after:swap", this.#mark);
    this.removeEventListener("click", this.#press);
    this.#loading?.abort();
  }

  show(from?: HTMLElement): void {
    this.#from = from ?? this.#from;
    this.setAttribute("open", "");
  }

  close(): void {
    this.#loading?.abort();
    this.removeAttribute("open");
    this.#row()?.focus();
    this.#shown = "";
    this.#mark();
  }

  #press = (event: Event): void => {
    if ((event.target as Element).closest("[data-close]")) this.close();
  };

  #escape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented || !this.hasAttribute("open") || document.querySelector("dialog[open]")) return;
    this.close();
  };

  /** Before anything else sees the press: with a modifier key the browser opens the link as usual. */
  #follow = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-panel]");
    if (!link || link.dataset["panel"] !== this.id) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#load(link);
  };

  async #load(link: HTMLAnchorElement): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    try {
      const answer = await fetch(link.href, { headers: { Accept: "text/html" }, signal: loading.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const main = page.getElementById("main");
      const body = this.querySelector(".side-body");
      if (!main || !body) throw new Error("no content");
      const title = main.querySelector("h1")?.textContent?.trim();
      if (title) this.querySelector(".side-title")?.replaceChildren(title);
      main.querySelector("#said")?.remove(); // the list has one already
      body.replaceChildren(...main.childNodes);
      htmx.process(body);
      this.#shown = link.href;
      this.#mark();
      this.show(link);
      body.scrollTop = 0;
      body.querySelector<HTMLElement>("[autofocus]")?.focus();
    } catch (error) {
      if (!loading.signal.aborted) toast(say("panelFailed"), "danger");
      if (!(error instanceof Error)) throw error;
    }
  }

  /** The link of the row that the panel shows; after a refresh it may be another element, or gone. */
  #row(): HTMLElement | null {
    if (this.#from?.isConnected) return this.#from;
    return [...document.querySelectorAll<HTMLAnchorElement>("a[data-panel]")].find((link) => link.href === this.#shown) ?? null;
  }

  #mark = (): void => {
    for (const row of document.querySelectorAll("[data-row][aria-current]")) row.removeAttribute("aria-current");
    if (this.#shown) this.#row()?.closest("[data-row]")?.setAttribute("aria-current", "true");
  };
}
