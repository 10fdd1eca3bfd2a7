// <lx-theme>: theme, contrast and size change at once; the language needs the server, so its button posts as without script.
import { lookOf, lookText } from "../lib/look";

const KEPT_SECONDS = 31536000;

export class LxTheme extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.#press);
  }

  #press = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-set]");
    const what = button?.dataset["set"];
    if (!button || !what) return;
    event.preventDefault();
    const root = document.documentElement;
    const to = button.dataset["to"];
    const isOn = button.getAttribute("aria-pressed") === "true";
    const toggles = what !== "theme";
    if (to === undefined || (toggles && isOn)) delete root.dataset[what];
    else root.dataset[what] = to;
    this.#mark();
    document.cookie = `lx-look=${lookText(lookOf(root))}; path=/; max-age=${KEPT_SECONDS}; samesite=lax`;
  };

  /** Which buttons are pressed, and what each would post without script or for another language. */
  #mark(): void {
    const root = document.documentElement;
    for (const button of this.querySelectorAll<HTMLButtonElement>("button[data-set]")) {
      const { set = "", to } = button.dataset;
      button.setAttribute("aria-pressed", String(root.dataset[set] === to));
    }
    const look = lookOf(root);
    const language = this.querySelector<HTMLButtonElement>("button[lang]");
    if (language) language.value = lookText({ ...look, lang: look.lang === "zh" ? "en" : "zh" });
  }
}
