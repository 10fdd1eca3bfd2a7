// <lx-copy data-text="…">: its button copies the text.
import { toast } from "../lib/dom";
import { say } from "../lib/texts";

export class LxCopy extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this.#copy);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.#copy);
  }

  #copy = (event: Event): void => {
    if (!(event.target as Element).closest("button")) return;
    const copied = navigator.clipboard?.writeText(this.dataset["text"] ?? "") ?? Promise.reject(new Error("no clipboard"));
    copied.then(
      () => toast(say("copied"), "done"),
      () => toast(say("copyFailed"), "warning"),
    );
  };
}
