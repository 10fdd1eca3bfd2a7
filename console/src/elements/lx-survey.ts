// <lx-survey>: digits answer the questions of a call-back one after the other, so that the hand stays on the keyboard while the ear
// listens. The question that the next digit answers is marked.
import { isTyping } from "../lib/keys";

export class LxSurvey extends HTMLElement {
  connectedCallback(): void {
    this.dataset["ready"] = "";
    document.addEventListener("keydown", this.#press);
    this.addEventListener("change", this.#mark);
    this.addEventListener("focusin", this.#mark);
    this.#mark();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#press);
    this.removeEventListener("change", this.#mark);
    this.removeEventListener("focusin", this.#mark);
  }

  /** The question under the focus, else the first that is not answered yet. */
  #asked(): HTMLFieldSetElement | undefined {
    const questions = [...this.querySelectorAll<HTMLFieldSetElement>("fieldset:has(input[type=radio])")].filter((one) => one.checkVisibility());
    return questions.find((one) => one.contains(document.activeElement)) ?? questions.find((one) => !one.querySelector("input:checked"));
  }

  #press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (!/^[1-9]$/.test(event.key) || isTyping(document.activeElement) || document.querySelector("dialog[open]")) return;
    const question = this.#asked();
    const choice = question?.querySelectorAll<HTMLInputElement>("input[type=radio]")[Number(event.key) - 1];
    if (!choice) return;
    event.preventDefault();
    choice.click();
    // The answer is given: the next digit is for the next question.
    if (document.activeElement instanceof HTMLElement && question?.contains(document.activeElement)) document.activeElement.blur();
    this.#mark();
  };

  #mark = (): void => {
    const asked = this.#asked();
    for (const question of this.querySelectorAll("fieldset")) question.classList.toggle("is-asked", question === asked);
  };
}
