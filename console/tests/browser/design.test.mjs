// The style guide in a real browser: every look is accessible, every element does what it says, nothing breaks the security policy.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { openBrowser, openPage, serveGuide } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
let browser;
let guide;

before(async () => {
  guide = await serveGuide();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  guide?.stop();
});

async function open(path = "/design?look=zh.light", options = {}) {
  const page = await openPage(browser, options);
  await page.goto(guide.url + path);
  await page.waitForFunction(() => customElements.get("lx-toast"));
  return page;
}

const sent = (page) => page.evaluate(() => [...new FormData(document.querySelector("#f-lead").closest("form"))].filter(([name]) => ["lead", "support", "place"].includes(name)).map((pair) => pair.join("=")));

for (const [path, width, height] of [
  ["/design?look=zh.light", 1280, 720],
  ["/design?look=en.dark", 1280, 720],
  ["/design?look=zh.light.contrast.large", 1280, 720],
  ["/design?look=en.dark", 360, 800],
  ["/design/public?look=zh.light", 1280, 720],
  ["/design/public?look=zh.dark.large", 360, 800],
]) {
  test(`${path} at ${width} px is accessible and fits`, async () => {
    const page = await open(path, { viewport: { width, height }, bypassCSP: true });
    const { scroll, inner } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, inner: innerWidth }));
    assert.equal(scroll, inner);
    await page.evaluate(AXE);
    const found = await page.evaluate((rules) => axe.run(document, { runOnly: rules }), RULES);
    assert.deepEqual(found.violations.map((rule) => [rule.id, rule.nodes.map((node) => node.target.join(" "))]), []);
    await page.close();
  });
}

test("the desk does not scroll as a page", async () => {
  const page = await open();
  assert.deepEqual(await page.evaluate(() => [document.documentElement.scrollHeight, innerHeight]), [720, 720]);
  await page.close();
});

test("pickers answer to pinyin initials, and half a name is no choice", async () => {
  const page = await open();
  await page.keyboard.press("Alt+p");
  await page.keyboard.type("yylj");
  await page.keyboard.press("Enter");
  assert.equal(await page.inputValue("#f-place"), "友谊路街道");
  await page.fill("#f-place", "zzz");
  await page.keyboard.press("Tab");
  assert.equal(await page.inputValue("#f-place"), "友谊路街道");
  await page.click("#f-lead");
  await page.keyboard.type("xqq");
  await page.keyboard.press("Enter");
  await page.click("button[title='改为主办：西青区政府']");
  assert.deepEqual(await sent(page), ["place=hexi.youyilu", "lead=xiqing", "support=hexi", "support=wjw"]);
  await page.click("button[title='移除 西青区政府']");
  assert.deepEqual(await sent(page), ["place=hexi.youyilu", "lead=hexi", "support=wjw"]);
  assert.deepEqual(page.wrongs, []);
  await page.close();
});

test("a draft is saved, kept without a connection, put back after a reload", async () => {
  const page = await open();
  const puts = [];
  let connected = true;
  await page.route("**/design/draft", (route) => {
    if (!connected) return route.abort("internetdisconnected");
    puts.push(new URLSearchParams(route.request().postData()).get("what"));
    return route.fulfill({ status: 204, headers: { "x-draft-version": "3" } });
  });
  const says = (text) => page.waitForFunction((text) => document.querySelector(".draft-state").textContent.includes(text), text);
  await page.fill("#f-what", "暖气不热");
  await page.waitForFunction(() => document.querySelector("lx-draft").dataset.state === "saved");
  connected = false;
  await page.fill("#f-what", "断网时写的");
  await says("已存在本机");
  await page.reload();
  await page.waitForFunction(() => document.querySelector("#f-what").value === "断网时写的");
  connected = true;
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.waitForFunction(() => document.querySelector("lx-draft").dataset.state === "saved");
  assert.deepEqual(puts, ["暖气不热", "断网时写的"]);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await page.close();
});

test("keys move in lists, show their sheet, and leave typing alone", async () => {
  const page = await open();
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /暖气不热/);
  await page.keyboard.press("?");
  assert.match(await page.textContent("dialog.key-sheet[open]"), /主题/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.type("jk?");
  assert.equal(await page.inputValue("input[name=q]"), "jk?");
  await page.close();
});

test("the look changes at once and is kept", async () => {
  const page = await open("/design");
  await page.click("lx-theme summary");
  await page.click("lx-theme button[data-to=dark]");
  await page.click("lx-theme button[data-set=type]");
  assert.match(await page.evaluate(() => document.cookie), /lx-look=zh\.dark\.large/);
  await page.reload();
  assert.deepEqual(await page.evaluate(() => [document.documentElement.dataset.theme, document.documentElement.dataset.type]), ["dark", "large"]);
  await page.close();
});

test("navigation keeps the document, forth and back", async () => {
  const page = await open();
  await page.evaluate(() => (window.kept = true));
  await page.click("#nav a[href='/design']");
  await page.waitForURL((url) => url.search === "");
  await page.goBack();
  await page.waitForURL((url) => url.search !== "");
  assert.deepEqual(await page.evaluate(() => [window.kept, document.querySelectorAll("main").length]), [true, 1]);
  assert.deepEqual(page.wrongs, []);
  await page.close();
});
