// <lx-picker>: turns the <select> or <input> inside it into a combobox. The plain control stays, hidden, and carries the value, so the
// form sends the same with and without script. With data-multiple="units" two selects carry a lead and supporting units, with
// "several" one select carries any number.
import { Combobox } from "../lib/combobox";
import { icon, make } from "../lib/dom";
import type { Pick } from "../lib/match";
import { say } from "../lib/texts";
import { add, makeLead, remove, type Chosen } from "../lib/units";

export class LxPicker extends HTMLElement {
  #ready = false;

  connectedCallback(): void {
    if (this.#ready) return;
    this.#ready = true;
    // A fragment that is refreshed leaves what the picker has built alone.
    this.setAttribute("hx-morph-skip-children", "");
    if (this.dataset["multiple"] === "units") this.#units();
    else if (this.dataset["multiple"] === "several") this.#several();
    else this.#single();
  }

  #single(): void {
    const plain = this.querySelector<HTMLSelectElement | HTMLInputElement>("select, input");
    if (!plain) return;
    const picks = picksOf(this.querySelectorAll("option"));
    const nameOf = (code: string) => picks.find((pick) => pick.code === code)?.name ?? plain.dataset["text"] ?? "";
    const combobox = new Combobox({
      picks,
      source: this.dataset["source"],
      placeholder: plain instanceof HTMLInputElement ? plain.placeholder : (plain.querySelector('option[value=""]')?.textContent ?? ""),
      chosen: () => [plain.value],
      take: (pick) => set(pick.code, pick.name),
      clear: () => set("", ""),
    });
    const set = (code: string, name: string) => {
      if (plain instanceof HTMLSelectElement && !plain.querySelector(`option[value="${CSS.escape(code)}"]`)) plain.add(new Option(name, code));
      plain.value = code;
      plain.dataset["text"] = name;
      combobox.input.value = name;
      plain.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const { input } = combobox;
    input.value = nameOf(plain.value);
    // Half a name is no choice: on leaving, the text says again what is chosen.
    input.addEventListener("blur", () => (input.value = nameOf(plain.value)));
    plain.addEventListener("lx:filled", () => (input.value = nameOf(plain.value)));
    takeOver(plain, input);
    this.append(combobox.box);
  }

  #units(): void {
    const lead = this.querySelector<HTMLSelectElement>('select[data-role="lead"]');
    const support = this.querySelector<HTMLSelectElement>('select[data-role="support"]');
    if (!lead || !support) return;
    const picks = picksOf(lead.options);
    const chips = make("div", { class: "picker-chips" });
    const chosen = (): Chosen => ({ lead: lead.value, support: [...support.selectedOptions].map((option) => option.value).filter((code) => code !== lead.value) });
    const combobox = new Combobox({
      picks,
      source: undefined,
      placeholder: say("addUnit"),
      chosen: () => [lead.value, ...chosen().support],
      take: (pick) => {
        set(add(chosen(), pick.code));
        combobox.input.value = "";
      },
      clear: () => undefined,
    });
    const set = (to: Chosen) => {
      lead.value = to.lead;
      for (const option of support.options) option.selected = to.support.includes(option.value);
      lead.dispatchEvent(new Event("change", { bubbles: true }));
      draw();
    };
    const draw = () => {
      const now = chosen();
      const codes = now.lead ? [now.lead, ...now.support] : now.support;
      chips.replaceChildren(...codes.map((code) => this.#chip(picks.find((pick) => pick.code === code), now, set)));
    };
    combobox.input.addEventListener("keydown", (event) => {
      const last = chosen().support.at(-1) ?? chosen().lead;
      if (event.key === "Backspace" && combobox.input.value === "" && last) set(remove(chosen(), last));
    });
    lead.addEventListener("lx:filled", draw);
    support.addEventListener("lx:filled", draw);
    this.querySelector("label span")?.replaceChildren(this.dataset["label"] ?? "");
    this.querySelectorAll("label")[1]?.remove();
    takeOver(lead, combobox.input);
    support.hidden = true;
    // Without an id, a page that is swapped in does not take this one's attributes for its own, plain, control.
    support.removeAttribute("id");
    this.append(chips, combobox.box);
    draw();
  }

  /** One select of several, all alike: a chip for each that is chosen. */
  #several(): void {
    const plain = this.querySelector<HTMLSelectElement>("select[multiple]");
    if (!plain) return;
    const picks = picksOf(plain.options);
    const chips = make("div", { class: "picker-chips" });
    const chosen = () => [...plain.selectedOptions].map((option) => option.value);
    const set = (code: string, on: boolean) => {
      for (const option of plain.options) if (option.value === code) option.selected = on;
      plain.dispatchEvent(new Event("change", { bubbles: true }));
      draw();
    };
    const combobox = new Combobox({
      picks,
      source: undefined,
      placeholder: say("addUnit"),
      chosen,
      take: (pick) => {
        set(pick.code, true);
        combobox.input.value = "";
      },
      clear: () => undefined,
    });
    const draw = () => {
      // The form asks for at least one: the text field says so as long as none is chosen.
      combobox.input.required = needed && chosen().length === 0;
      chips.replaceChildren(
        ...chosen().map((code) => {
          const name = picks.find((pick) => pick.code === code)?.name ?? code;
          const drop = make("button", { type: "button", "aria-label": say("remove", name), title: say("remove", name) }, icon("x"));
          drop.addEventListener("click", () => set(code, false));
          return make("span", { class: "picker-chip" }, make("span", {}, name), drop);
        }),
      );
    };
    const needed = plain.required;
    combobox.input.addEventListener("keydown", (event) => {
      const last = chosen().at(-1);
      if (event.key === "Backspace" && combobox.input.value === "" && last) set(last, false);
    });
    takeOver(plain, combobox.input);
    this.append(chips, combobox.box);
    draw();
  }

  #chip(pick: Pick | undefined, chosen: Chosen, set: (to: Chosen) => void): HTMLElement {
    const { code = "", name = "" } = pick ?? {};
    const leads = chosen.lead === code;
    const role = leads
      ? make("span", { class: "role role-lead" }, say("lead"))
      : make("button", { type: "button", class: "role role-support", title: say("makeLead", name) }, say("support"));
    if (!leads) role.addEventListener("click", () => set(makeLead(chosen, code)));
    const drop = make("button", { type: "button", "aria-label": say("remove", name), title: say("remove", name) }, icon("x"));
    drop.addEventListener("click", () => set(remove(chosen, code)));
    return make("span", { class: "picker-chip" }, role, make("span", {}, name), drop);
  }
}

function picksOf(options: Iterable<HTMLOptionElement>): Pick[] {
  return [...options]
    .filter((option) => option.value !== "")
    .map((option) => ({ code: option.value, name: option.label || option.text, path: option.dataset["path"] ?? "", keys: option.dataset["keys"] ?? "" }));
}

/** The combobox takes the plain control's id, label, demand and error; the plain control keeps name and value. */
function takeOver(plain: HTMLSelectElement | HTMLInputElement, input: HTMLInputElement): void {
  input.id = plain.id;
  plain.removeAttribute("id");
  input.required = plain.required;
  plain.required = false;
  const wrong = plain.getAttribute("aria-invalid");
  if (wrong) input.setAttribute("aria-invalid", wrong);
  plain.hidden = true;
  if (plain instanceof HTMLInputElement) {
    plain.removeAttribute("list");
    plain.type = "hidden";
  }
}
