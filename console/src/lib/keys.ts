// Hot keys: what was pressed, what a control answers to.

export interface Pressed {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

/** True if the event presses `spec`: `Alt+T`, `Mod+Enter` (Ctrl or ⌘), `Mod+Shift+Enter`, `a`, `?`. */
export function presses(event: Pressed, spec: string): boolean {
  const parts = spec === "+" ? ["+"] : spec.split("+");
  const key = parts.at(-1) ?? "";
  const has = (name: string) => parts.slice(0, -1).includes(name);
  if (has("Alt") !== event.altKey || has("Mod") !== (event.ctrlKey || event.metaKey)) return false;
  const letterOrDigit = /^[a-z0-9]$/i.test(key);
  // Alt changes what a key types on some keyboards (Alt+T is † there), so letters and digits go by the key's place.
  if (has("Alt") && letterOrDigit) return event.code === (/\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`);
  if (letterOrDigit || key.length > 1) {
    return event.key.toLowerCase() === key.toLowerCase() && event.shiftKey === has("Shift");
  }
  return event.key === key;
}

/** A key without Alt, Ctrl or ⌘ types a character, so it is only a hot key where nothing can be typed. */
export function typesCharacter(spec: string): boolean {
  return !/^(Alt|Mod)\+/.test(spec);
}

export function isTyping(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  return element instanceof HTMLInputElement && !["button", "checkbox", "radio", "submit", "reset", "file"].includes(element.type);
}

/** A key as it is written on this machine's keyboard: the same as `ui/keys.rs` on the server, with ⌘ where that is the key. */
export function shown(spec: string, apple: boolean): string {
  const words: Record<string, string> = { Mod: apple ? "⌘" : "Ctrl", Alt: apple ? "⌥" : "Alt", Shift: "⇧", Enter: "↵" };
  return (spec === "+" ? ["+"] : spec.split("+")).map((part) => words[part] ?? part).join(" ");
}
