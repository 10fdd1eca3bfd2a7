// Many live entries at once become one refresh.

/** Collects what is given and hands it on together, `wait` ms after the first. */
export function coalesce<T>(wait: number, flush: (items: T[]) => void, later: (run: () => void, ms: number) => unknown = setTimeout): (item: T) => void {
  let waiting: T[] = [];
  return (item) => {
    waiting.push(item);
    if (waiting.length > 1) return;
    later(() => {
      const items = waiting;
      waiting = [];
      flush(items);
    }, wait);
  };
}

export interface Entry {
  seq: number;
  request: string;
  number: string;
  orders: string[];
  kind: string;
  topics: string[];
}

/** Reads a live entry; `null` for anything else, which is then passed over rather than trusted. */
export function readEntry(data: string): Entry | null {
  try {
    const entry = JSON.parse(data) as Partial<Entry> | null;
    if (typeof entry !== "object" || entry === null || !Array.isArray(entry.topics)) return null;
    const topics = entry.topics.filter((topic): topic is string => typeof topic === "string");
    return {
      seq: Number(entry.seq ?? 0),
      request: String(entry.request ?? ""),
      number: String(entry.number ?? ""),
      orders: Array.isArray(entry.orders) ? entry.orders.map(String) : [],
      kind: String(entry.kind ?? ""),
      topics,
    };
  } catch {
    return null;
  }
}

/** The entries of each topic. */
export function byTopic(entries: readonly Entry[]): Map<string, Entry[]> {
  const topics = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const topic of new Set(entry.topics)) {
      const known = topics.get(topic);
      if (known) known.push(entry);
      else topics.set(topic, [entry]);
    }
  }
  return topics;
}

/** True for the events that `lx-live` sends. A request that the history makes carries an event without a type. */
export const isLive = (event: { type?: string } | null | undefined): boolean => event?.type?.startsWith("live:") ?? false;
