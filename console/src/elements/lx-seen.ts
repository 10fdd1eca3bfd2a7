// <lx-seen data-action data-version>: comes with the word that somebody else was faster, and what he did. Who has read that may send
// the same form again: it then builds on the version there is now. What was typed stays.

export class LxSeen extends HTMLElement {
  connectedCallback(): void {
    const action = this.dataset["action"];
    for (const form of document.querySelectorAll<HTMLFormElement>("form")) {
      if (form.getAttribute("action") !== action) continue;
      const version = form.querySelector<HTMLInputElement>('input[type="hidden"][name="version"]');
      if (version) version.value = this.dataset["version"] ?? version.value;
    }
  }
}
