// A form as a draft: what is sent, what is kept in the browser, how it is put back.

/** The text fields of a form, with the version they were filled from. Files are not part of a draft. */
export function encode(form: Iterable<[string, FormDataEntryValue]>, version: string): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, value] of form) if (typeof value === "string") body.append(name, value);
  body.set("version", version);
  return body;
}

export const copyOf = (body: URLSearchParams): string => body.toString();

export function readCopy(text: string | null): URLSearchParams | null {
  if (!text) return null;
  const copy = new URLSearchParams(text);
  return copy.has("version") ? copy : null;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Puts a copy back into its form and tells each control. */
export function fill(form: HTMLFormElement, copy: URLSearchParams): void {
  for (const element of form.elements) {
    const control = element as Control;
    if (!control.name || !("value" in control) || ["file", "submit", "button", "hidden"].includes(control.type)) continue;
    const values = copy.getAll(control.name);
    if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
    else if (control instanceof HTMLSelectElement) for (const option of control.options) option.selected = values.includes(option.value);
    else if (values[0] !== undefined) control.value = values[0];
    control.dispatchEvent(new CustomEvent("lx:filled", { bubbles: true }));
  }
}
