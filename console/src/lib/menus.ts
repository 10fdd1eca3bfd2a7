// Menus are <details>: they open without script. This closes them on Escape, on a press elsewhere and when another opens.

const MENUS = "details.menu[open], details.reveal[open]";

export function installMenus(root: Document): void {
  root.addEventListener("click", (event) => {
    for (const menu of root.querySelectorAll<HTMLDetailsElement>(MENUS)) {
      const target = event.target as Element;
      if (!menu.contains(target) || target.closest("a.menu-item")) menu.open = false;
    }
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of root.querySelectorAll<HTMLDetailsElement>(MENUS)) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
      event.stopImmediatePropagation();
    }
  });
}
