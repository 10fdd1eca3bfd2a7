// <lx-clock>: lets a server-drawn clock tick. All clocks of a page share one timer.
import { face } from "../lib/clock";
import { duration, stopwatch } from "../lib/duration";

const ticking = new Set<LxClock>();
let timer: number | undefined;

function tick(): void {
  for (const clock of ticking) clock.show();
}

const LEVELS = ["is-calm", "is-warning", "is-late"];

/**
 * `data-pace`: `running` counts `data-left` down; `since` counts `data-since` up in words, `stopwatch` as 02:41; others stand still.
 * The server's numbers stand for the moment in which they arrived.
 */
export class LxClock extends HTMLElement {
  static observedAttributes = ["data-left", "data-since", "data-pace"];
  #arrived = 0;

  connectedCallback(): void {
    this.#arrived = Date.now();
    this.#follow();
  }

  disconnectedCallback(): void {
    ticking.delete(this);
    if (ticking.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  }

  attributeChangedCallback(): void {
    if (!this.isConnected) return;
    this.#arrived = Date.now();
    this.#follow();
  }

  #follow(): void {
    const moves = ["running", "since", "stopwatch"].includes(this.dataset["pace"] ?? "");
    if (moves) ticking.add(this);
    else ticking.delete(this);
    timer ??= window.setInterval(tick, 1000);
  }

  /** Draws what the clock says now, touching only what differs. */
  show(): void {
    const passed = Math.floor((Date.now() - this.#arrived) / 1000);
    const pace = this.dataset["pace"];
    if (pace !== "running") {
      const seconds = Number(this.dataset["since"] ?? 0) + passed;
      write(this, pace === "since" ? duration(seconds) : stopwatch(seconds));
      return;
    }
    const now = face(Number(this.dataset["left"]) - passed, Number(this.dataset["total"]), Number(this.dataset["warns"] ?? 100));
    const figure = this.querySelector(".clock-figure");
    if (figure) write(figure, now.text);
    this.querySelector(".clock-used")?.setAttribute("stroke-dasharray", `${now.usedPercent} 100`);
    if (!this.classList.contains(now.level)) {
      this.classList.remove(...LEVELS);
      this.classList.add(now.level);
    }
  }
}

function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
