// Forms behind their names are <details>: they open without script. A press opens them with the cursor in their first field;
// a key never closes the form that is being filled in.

const FIELDS = "input:not([type=hidden]):not([type=file]), textarea, select, [role=combobox]";

export function installFolds(root: Document): void {
  root.addEventListener("click", (event) => {
    const summary = (event.target as Element).closest(".act-fold > summary");
    const fold = summary?.parentElement;
    if (!(fold instanceof HTMLDetailsElement)) return;
    const byKey = event.detail === 0;
    if (fold.open && byKey) event.preventDefault();
    // The browser opens it after this event.
    window.setTimeout(() => {
      if (!fold.open) return;
      const fields = [...fold.querySelectorAll<HTMLElement>(FIELDS)];
      fields.find((field) => field.checkVisibility())?.focus();
    });
  });
}
