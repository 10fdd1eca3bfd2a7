import assert from "node:assert/strict";
import { test } from "node:test";
import { face } from "../src/lib/clock";
import { byTopic, coalesce, readEntry } from "../src/lib/coalesce";
import { copyOf, encode, readCopy } from "../src/lib/draft";
import { duration, stopwatch } from "../src/lib/duration";
import { presses, shown, typesCharacter, type Pressed } from "../src/lib/keys";
import { lookText } from "../src/lib/look";
import { find, readPicks } from "../src/lib/match";
import { add, makeLead, remove } from "../src/lib/units";

test("lengths read as the server writes them", () => {
  const said = [-3, 59, 42 * 60 + 59, 65 * 60, 7200, 76 * 3600].map((seconds) => duration(seconds, "zh-CN"));
  assert.deepEqual(said, ["0 秒", "59 秒", "42 分", "1 小时 5 分", "2 小时", "3 天 4 小时"]);
  assert.equal(duration(3900, "en"), "1 h 5 min");
  assert.deepEqual([161, 3761].map(stopwatch), ["02:41", "1:02:41"]);
});

test("a clock turns amber at its share and red when late", () => {
  assert.deepEqual(face(901, 3600, 75, "zh"), { text: "剩 15 分", level: "is-calm", usedPercent: 74 });
  assert.equal(face(900, 3600, 75, "zh").level, "is-warning");
  assert.deepEqual(face(-300, 3600, 75, "zh"), { text: "超 5 分", level: "is-late", usedPercent: 100 });
  assert.equal(face(0, 0, 75, "zh").usedPercent, 100);
});

const units = [
  { code: "hebei", name: "河北区政府", path: "区", keys: "hebeiquzhengfu hbqzf" },
  { code: "hexi", name: "河西区政府", path: "区", keys: "hexiquzhengfu hxqzf" },
  { code: "scjg", name: "河西区市场监管局", path: "河西区", keys: "hexiqushichangjianguanju hxqscjgj" },
];
const found = (typed: string) => find(units, typed, 10).map((unit) => unit.code);

test("units are found by characters, pinyin, initials and their place", () => {
  assert.deepEqual(found(""), ["hebei", "hexi", "scjg"]);
  assert.deepEqual(found("河西"), ["hexi", "scjg"]);
  assert.deepEqual(found("hxqzf"), ["hexi"]);
  assert.deepEqual(found("HXQ"), ["hexi", "scjg"]);
  assert.deepEqual(found("hebei"), ["hebei"]);
  assert.deepEqual(found("河西市监"), ["scjg"]);
  assert.deepEqual(found("不存在"), []);
});

test("a remote answer is read with distrust", () => {
  assert.deepEqual(readPicks([{ code: "a", name: "甲" }, { code: 3 }, null, "x"]), [{ code: "a", name: "甲", path: "", keys: "" }]);
  assert.deepEqual(readPicks({ error: "no" }), []);
});

test("there is one lead as long as there is any unit", () => {
  let chosen = add(add(add({ lead: "", support: [] }, "a"), "b"), "c");
  assert.deepEqual(chosen, { lead: "a", support: ["b", "c"] });
  assert.equal(add(chosen, "b"), chosen);
  chosen = makeLead(chosen, "c");
  assert.deepEqual(chosen, { lead: "c", support: ["a", "b"] });
  chosen = remove(chosen, "c");
  assert.deepEqual(chosen, { lead: "a", support: ["b"] });
  assert.deepEqual(remove(remove(chosen, "a"), "b"), { lead: "", support: [] });
});

test("keys are told apart", () => {
  const key = (over: Partial<Pressed>): Pressed => ({ key: "", code: "", altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...over });
  assert.ok(presses(key({ key: "†", code: "KeyT", altKey: true }), "Alt+T"));
  assert.ok(presses(key({ key: "1", code: "Digit1", altKey: true }), "Alt+1"));
  assert.ok(!presses(key({ key: "t", code: "KeyT" }), "Alt+T"));
  assert.ok(presses(key({ key: "Enter", metaKey: true }), "Mod+Enter"));
  assert.ok(!presses(key({ key: "Enter", metaKey: true, shiftKey: true }), "Mod+Enter"));
  assert.ok(presses(key({ key: "Enter", ctrlKey: true, shiftKey: true }), "Mod+Shift+Enter"));
  assert.ok(presses(key({ key: "?", shiftKey: true }), "?"));
  assert.ok(!presses(key({ key: "a", ctrlKey: true }), "a"));
  assert.deepEqual(["a", "?", "Alt+T", "Mod+Enter"].map(typesCharacter), [true, true, false, false]);
  assert.deepEqual([shown("Mod+Enter", false), shown("Mod+Enter", true), shown("+", false)], ["Ctrl ↵", "⌘ ↵", "+"]);
});

test("entries that come together are handed on once", () => {
  const runs: (() => void)[] = [];
  const flushed: number[][] = [];
  const collect = coalesce<number>(300, (items) => flushed.push(items), (run) => runs.push(run));
  [1, 2, 3].forEach(collect);
  assert.equal(runs.length, 1);
  runs[0]?.();
  collect(4);
  runs[1]?.();
  assert.deepEqual(flushed, [[1, 2, 3], [4]]);
});

test("an entry counts once for each of its topics", () => {
  const entry = readEntry('{"seq":7,"request":"r","number":"TJ1","orders":["o"],"kind":"dispatched","topics":["inbox","board","inbox"]}');
  assert.ok(entry);
  assert.deepEqual([...byTopic([entry, entry])].map(([topic, entries]) => [topic, entries.length]), [["inbox", 2], ["board", 2]]);
  assert.deepEqual(["", "null", "[]", '{"seq":1}'].map(readEntry), [null, null, null, null]);
});

test("a draft survives its copy, without files", () => {
  const form: [string, FormDataEntryValue][] = [["what", "暖气不热&冷"], ["support", "a"], ["support", "b"], ["files", new Blob(["x"]) as File]];
  const body = encode(form, "3");
  const copy = readCopy(copyOf(body));
  assert.deepEqual([copy?.get("what"), copy?.getAll("support"), copy?.get("version"), copy?.has("files")], ["暖气不热&冷", ["a", "b"], "3", false]);
  assert.deepEqual([readCopy(null), readCopy("x=1")], [null, null]);
});

test("a look is written as the server reads it", () => {
  assert.equal(lookText({ lang: "en", theme: "dark", contrast: true, large: true }), "en.dark.contrast.large");
  assert.equal(lookText({ lang: "zh", theme: "", contrast: false, large: false }), "zh");
});
