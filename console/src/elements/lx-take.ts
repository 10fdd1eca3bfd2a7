// <lx-take data-lead data-support>: its button takes the proposed units into the unit picker of the button's form. Without script the
// button sends the form, and the server fills the picker in.
export class LxTake extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this.#take);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.#take);
  }

  #take = (event: Event): void => {
    const button = (event.target as Element).closest("button");
    const lead = button?.form?.querySelector<HTMLSelectElement>('select[data-role="lead"]');
    const support = button?.form?.querySelector<HTMLSelectElement>('select[data-role="support"]');
    if (!lead || !support) return;
    event.preventDefault();
    event.stopPropagation();
    const units = (this.dataset["support"] ?? "").split(" ");
    lead.value = this.dataset["lead"] ?? "";
    for (const option of support.options) option.selected = units.includes(option.value);
    support.dispatchEvent(new CustomEvent("lx:filled", { bubbles: true }));
    lead.dispatchEvent(new Event("change", { bubbles: true }));
  };
}
