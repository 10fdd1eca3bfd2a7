// Nothing under 300 ms; after that a thin bar says that the page is on its way. Live refreshes are never announced.
import { isLive } from "./coalesce";

const PATIENCE_MS = 300;

export function installSlow(root: Document): void {
  const running = new Map<unknown, number>();
  const detail = (event: Event) => (event as CustomEvent<{ ctx: { sourceEvent?: Event | null } }>).detail.ctx;
  root.addEventListener("htmx:before:request", (event) => {
    const ctx = detail(event);
    if (isLive(ctx.sourceEvent)) return;
    running.set(ctx, window.setTimeout(() => root.body.setAttribute("data-slow", ""), PATIENCE_MS));
  });
  root.addEventListener("htmx:finally:request", (event) => {
    const ctx = detail(event);
    window.clearTimeout(running.get(ctx));
    running.delete(ctx);
    if (running.size === 0) root.body.removeAttribute("data-slow");
  });
}
