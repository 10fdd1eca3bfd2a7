// Small helpers to build elements without markup in strings.

type Attributes = Record<string, string | boolean | undefined>;

/** Makes an element; `true` sets an empty attribute, `false` and `undefined` none. */
export function make<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (typeof value === "string") element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** An icon of the sprite. */
export function icon(id: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  const sprite = document.querySelector<HTMLMetaElement>('meta[name="icons"]')?.content ?? "";
  use.setAttribute("href", `${sprite}#${id}`);
  svg.append(use);
  return svg;
}

/** Says something in a toast. */
export function toast(text: string, tone: "neutral" | "warning" | "danger" | "done" = "neutral"): void {
  document.dispatchEvent(new CustomEvent("lx:toast", { detail: { text, tone } }));
}

let last = 0;
/** An id that no other element of this page has. */
export function freshId(prefix: string): string {
  last += 1;
  return `${prefix}-${last}`;
}
