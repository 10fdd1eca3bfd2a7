// Forms behind their names are <details>: they open without script. A press opens them with the cursor in the first field that has
// to be filled in; a key never closes the form that is being filled in.

const FIELDS = "input:not([type=hidden], [type=file], [type=checkbox]), textarea, [role=combobox]";

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
      const fields = [...fold.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(FIELDS)].filter((field) => field.checkVisibility());
      (fields.find(isOpen) ?? fields[0])?.focus();
    });
  });
}

/** Nothing stands in it yet. */
function isOpen(field: HTMLInputElement | HTMLTextAreaElement): boolean {
  if (field.type !== "radio") return field.value === "";
  return !field.closest("fieldset")?.querySelector("input:checked");
}
