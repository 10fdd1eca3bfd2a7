// What a running clock shows: the same as `ui/clock.rs` on the server.
import { duration } from "./duration";
import { say } from "./texts";

export type Level = "is-calm" | "is-warning" | "is-late";
export interface Face {
  text: string;
  level: Level;
  usedPercent: number;
}

/** The face of a running clock with `left` seconds of `total` to go; `warns` is the percentage from which it warns. */
export function face(left: number, total: number, warns: number, lang?: string): Face {
  const usedPercent = total <= 0 ? 100 : Math.min(100, Math.max(0, Math.trunc(((total - left) * 100) / total)));
  const level: Level = left < 0 ? "is-late" : usedPercent >= warns ? "is-warning" : "is-calm";
  return { text: say(left < 0 ? "over" : "left", duration(Math.abs(left), lang), lang), level, usedPercent };
}
