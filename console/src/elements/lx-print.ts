// <lx-print>: its button prints the page. Without script it is not shown: the browser's own menu prints as well.

export class LxPrint extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this.#print);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.#print);
  }

  #print = (event: Event): void => {
    if ((event.target as Element).closest("button")) window.print();
  };
}
