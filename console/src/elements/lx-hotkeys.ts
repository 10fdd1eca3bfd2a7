// <lx-hotkeys>: presses what [data-key] says, moves in lists with j and k, shows the sheet on ?.
import { make } from "../lib/dom";
import { isTyping, presses, shown, typesCharacter } from "../lib/keys";

const APPLE = /Mac|iPhone|iPad/.test(navigator.platform);
const LINKS = "[data-list] .row-link";

export class LxHotkeys extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("keydown", this.#press);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#press);
  }

  #press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const typing = isTyping(document.activeElement);
    if (!typing && presses(event, "?")) this.#showSheet();
    else if (!typing && (presses(event, "j") || presses(event, "k"))) this.#move(event.key.toLowerCase() === "j" ? 1 : -1);
    else {
      const control = this.#controlFor(event, typing);
      if (!control) return;
      use(control);
    }
    event.preventDefault();
  };

  /**
   * The nearest control that answers: in the open dialog, else in the form that is being filled in, else in the focused row, else in the
   * side panel, else on the page. A row answers only while it has the focus: nothing is done to a row that nobody has chosen.
   */
  #controlFor(event: KeyboardEvent, typing: boolean): HTMLElement | undefined {
    const dialog = document.querySelector("dialog[open]");
    // The row that the panel shows has its controls in the panel.
    const row = document.activeElement?.closest("[data-row]:not([aria-current])");
    const places = dialog ? [dialog] : [document.activeElement?.closest("form"), row, document.querySelector("lx-side-panel[open]"), document];
    for (const place of places) {
      for (const control of place?.querySelectorAll<HTMLElement>("[data-key]") ?? []) {
        const key = control.dataset["key"] ?? "";
        if (typing && typesCharacter(key)) continue;
        if (place === document && control.closest("[data-row]") !== row && typesCharacter(key)) continue;
        if (presses(event, key) && isShown(control)) return control;
      }
    }
    return undefined;
  }

  #move(step: 1 | -1): void {
    const links = [...document.querySelectorAll<HTMLElement>(LINKS)].filter(isShown);
    if (links.length === 0) return;
    const row = document.activeElement?.closest("[data-row]");
    const at = links.findIndex((link) => link === document.activeElement || row?.contains(link));
    const to = at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + step));
    const link = links[to];
    link?.focus({ preventScroll: true });
    link?.closest("tr, li")?.scrollIntoView({ block: "nearest" });
  }

  #showSheet(): void {
    const sheet = this.querySelector("dialog");
    const list = sheet?.querySelector(".keys");
    if (!sheet || !list || sheet.open) return;
    for (const old of list.querySelectorAll(".is-here")) old.remove();
    const seen = new Set<string>(["/"]);
    for (const control of document.querySelectorAll<HTMLElement>("[data-key]")) {
      const key = control.dataset["key"] ?? "";
      if (seen.has(key) || !isShown(control)) continue;
      seen.add(key);
      list.append(make("div", { class: "is-here" }, make("dt", {}, make("kbd", {}, shown(key, APPLE))), make("dd", {}, nameOf(control))));
    }
    sheet.showModal();
  }
}

const isShown = (element: HTMLElement) => element.checkVisibility?.() ?? element.offsetParent !== null;

function use(control: HTMLElement): void {
  const field = control.matches("lx-picker") ? control.querySelector<HTMLElement>('[role="combobox"]') : control;
  if (field instanceof HTMLInputElement && field.type === "radio") {
    const group = field.closest("fieldset")?.querySelector<HTMLInputElement>("input:checked");
    (group ?? field).focus();
  } else if (isTyping(field)) {
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  } else field?.click();
}

/** What a control is called: its label, its group's legend, its text; without the hot key that is written on it. */
function nameOf(control: HTMLElement): string {
  const label = control.dataset["label"]
    ?? control.getAttribute("aria-label")
    ?? control.closest("fieldset")?.querySelector("legend")
    ?? ("labels" in control ? (control as HTMLInputElement).labels?.[0] : undefined)
    ?? control.closest(".field")?.querySelector("label")
    ?? control;
  if (typeof label === "string") return label;
  const copy = label.cloneNode(true) as HTMLElement;
  for (const extra of copy.querySelectorAll("kbd, .required, .source, input, select, textarea")) extra.remove();
  return (copy.textContent ?? "").trim();
}
