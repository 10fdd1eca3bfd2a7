// A press on [data-opens=<id>] opens the dialog or panel with this id.

interface Opens extends Element {
  show(from?: HTMLElement): void;
}

const opens = (element: Element | null): element is Opens => element !== null && "show" in element && typeof element.show === "function";

export function installOpeners(root: Document): void {
  root.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-opens]");
    const target = root.getElementById(button?.dataset["opens"] ?? "");
    if (button && opens(target)) target.show(button);
  });
}
