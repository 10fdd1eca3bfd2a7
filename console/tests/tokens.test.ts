import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync("src/styles/tokens.css", "utf8");

/** The custom properties of the first block whose selector matches. */
function tokens(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  assert.ok(start >= 0, selector);
  const body = css.slice(start, css.indexOf("}", start));
  return new Map([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [name, value]));
}

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  const [r = 0, g = 0, b = 0] = channels;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const light = tokens(":root");
const dark = tokens(':root[data-theme="dark"]');

test("dark by the system and dark by choice are the same", () => {
  assert.deepEqual([...tokens(':root:not([data-theme="light"])')], [...dark]);
});

// WCAG 2.2: 4.5 for text, 3 for the edges of controls and for marks that carry meaning.
const pairs: [string, string, number][] = [
  ...["--bg", "--surface", "--sunken", "--hover"].flatMap((ground): [string, string, number][] => [["--text", ground, 7], ["--quiet", ground, 4.5], ["--brand", ground, 4.5]]),
  ...["brand", "warning", "danger", "done", "supervised"].flatMap((tone): [string, string, number][] => [[`--${tone}`, `--${tone}-bg`, 4.5], [`--${tone}`, "--surface", 4.5], [`--${tone}`, "--hover", 4.5]]),
  ["--on-solid", "--brand-solid", 4.5],
  ["--on-solid", "--danger-solid", 4.5],
  ["--line-strong", "--surface", 3],
];

for (const [name, theme] of [["light", light], ["dark", dark]] as const) {
  test(`every pair of the ${name} theme is readable`, () => {
    for (const [front, ground, least] of pairs) {
      const ratio = contrast(theme.get(front) ?? "", theme.get(ground) ?? "");
      assert.ok(ratio >= least, `${front} on ${ground}: ${ratio.toFixed(2)} < ${least}`);
    }
  });
}
