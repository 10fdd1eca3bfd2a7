// Lengths of time in words: the same as `ui/time.rs` on the server.
import { say } from "./texts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length in its two largest units: 42 秒, 42 分, 1 小时 5 分, 3 天 4 小时. */
export function duration(seconds: number, lang?: string): string {
  const s = Math.max(0, Math.floor(seconds));
  const unit = (key: "seconds" | "minutes" | "hours" | "days") => say(key, "", lang);
  if (s < MINUTE) return `${s} ${unit("seconds")}`;
  if (s < HOUR) return `${Math.floor(s / MINUTE)} ${unit("minutes")}`;
  const [big, bigUnit, small, smallUnit] =
    s < DAY
      ? [Math.floor(s / HOUR), unit("hours"), Math.floor((s % HOUR) / MINUTE), unit("minutes")]
      : [Math.floor(s / DAY), unit("days"), Math.floor((s % DAY) / HOUR), unit("hours")];
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

/** 02:41, for a call; 1:02:41 from an hour on. */
export function stopwatch(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, "0");
  const tail = `${two(Math.floor((s % HOUR) / MINUTE))}:${two(s % MINUTE)}`;
  return s < HOUR ? tail : `${Math.floor(s / HOUR)}:${tail}`;
}
