// Finding by what somebody types: Chinese, full pinyin or its initials.

export interface Pick {
  code: string;
  name: string;
  path: string;
  /** Pinyin and initials, separated by blanks. */
  keys: string;
}

/** How well a pick answers what was typed: 0 not at all, more is better. */
export function score(pick: Pick, typed: string): number {
  const query = typed.trim().toLowerCase();
  if (query === "") return 1;
  const name = pick.name.toLowerCase();
  if (name === query || pick.code === query) return 100;
  if (name.startsWith(query)) return 80;
  const keys = pick.keys.toLowerCase().split(/\s+/);
  if (keys.includes(query)) return 70;
  if (keys.some((key) => key.startsWith(query))) return 60;
  if (name.includes(query)) return 50;
  if (pick.path.toLowerCase().includes(query)) return 30;
  // 河西市监 finds 河西区市场监管局: the characters in their order.
  return /[^\x00-\x7f]/.test(query) && inOrder(query, name) ? 20 : 0;
}

function inOrder(query: string, name: string): boolean {
  let at = 0;
  for (const character of query) {
    at = name.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** The best answers first; those that are equally good keep their order. */
export function find(picks: readonly Pick[], typed: string, most: number): Pick[] {
  return picks
    .map((pick, n) => ({ pick, n, score: score(pick, typed) }))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score || a.n - b.n)
    .slice(0, most)
    .map((found) => found.pick);
}

/** Reads the answer of a remote source; whatever is not a pick is left out. */
export function readPicks(answer: unknown): Pick[] {
  if (!Array.isArray(answer)) return [];
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return answer.flatMap((item: unknown) => {
    const { code, name, path, keys } = (item ?? {}) as Record<string, unknown>;
    return text(code) && text(name) ? [{ code: text(code), name: text(name), path: text(path), keys: text(keys) }] : [];
  });
}
