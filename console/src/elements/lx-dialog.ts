// <lx-dialog>: opens its <dialog> above the page; the browser keeps the focus inside and gives it back.

export class LxDialog extends HTMLElement {
  show(): void {
    const dialog = this.querySelector("dialog");
    if (!dialog || dialog.open) return;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[autofocus], input, textarea, select")?.focus();
  }

  connectedCallback(): void {
    this.addEventListener("click", this.#closeOutside);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.#closeOutside);
  }

  /** A press on the veil closes, unless something was typed. */
  #closeOutside = (event: Event): void => {
    const dialog = this.querySelector("dialog");
    if (!dialog || event.target !== dialog) return;
    const typed = [...dialog.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input:not([type=hidden]), textarea")];
    if (!typed.some((field) => field.value !== field.defaultValue)) dialog.close();
  };
}
