// A request that never reached the server is said, not swallowed.
import { isLive } from "./coalesce";
import { toast } from "./dom";
import { say } from "./texts";

export function installFailures(root: Document): void {
  root.addEventListener("htmx:error", (event) => {
    const { ctx } = (event as CustomEvent<{ ctx?: { response?: unknown; sourceEvent?: Event | null } }>).detail;
    const byItself = isLive(ctx?.sourceEvent);
    if (ctx && !ctx.response && !byItself) toast(say("offline"), "danger");
  });
}
