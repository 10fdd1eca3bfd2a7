// The live feed in a real browser: fragments refresh by morph, lists hold still, panels stay, broken feeds resume.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { openBrowser, openPage, serveGuide } from "./browser.mjs";

let browser;
let guide;
let city;

before(async () => {
  guide = await serveGuide();
  browser = await openBrowser();
  city = await serveCity(await (await fetch(`${guide.url}/design`)).text());
});
after(async () => {
  await browser?.close();
  city?.stop();
  guide?.stop();
});

/** A server of one list and one order, in the guide's own frame, with a feed that the tests speak into. */
async function serveCity(design) {
  const part = (pattern) => design.match(pattern)[0];
  const side = part(/<aside class="side".*?<\/aside>/s).replace(/(<div class="side-body"[^>]*>).*<\/div>/s, "$1</div>");
  const state = { changes: 0, seq: 0, feeds: new Set(), resumed: [], refuse: 0, posted: [] };
  const live = (id, topics, content) =>
    `<div id="${id}" hx-get="/list" hx-trigger="${topics.map((topic) => `live:${topic} from:body`)}" hx-select="#${id}" hx-target="this" hx-swap="outerMorph" ${id === "list" ? "data-hold" : ""}>${content}</div>`;
  const list = () =>
    live("list", ["inbox", "board"], `<p>${state.changes}</p><ul data-list><li data-row id="row"><a class="row-link" href="/order" data-panel="panel">00187-1</a></li></ul>`) +
    live("form", ["inbox"], `<p>${state.changes}</p><input id="words"><details><summary>more</summary></details>`) +
    `<lx-side-panel id="panel">${side}</lx-side-panel>`;
  const page = (main) =>
    `<!doctype html><html lang="zh-CN">${part(/<head>.*?<\/head>/s)}${part(/<body[^>]*>/)}<header class="top"><nav id="nav"></nav><lx-live class="live" data-url="/live"></lx-live></header>` +
    `<main class="main" id="main" hx-history-elt>${main}</main><lx-hotkeys></lx-hotkeys></body></html>`;

  async function answer(request, response) {
    const url = new URL(request.url, "http://city");
    if (url.pathname.startsWith("/assets/")) {
      const file = await fetch(guide.url + url.pathname);
      response.writeHead(200, { "content-type": file.headers.get("content-type") });
      response.end(Buffer.from(await file.arrayBuffer()));
    } else if (url.pathname === "/live") {
      state.resumed.push(request.headers["last-event-id"] ?? url.searchParams.get("after"));
      if (state.refuse > 0) {
        state.refuse -= 1;
        response.writeHead(503).end();
        return;
      }
      response.writeHead(200, { "content-type": "text/event-stream" }).write("retry: 200\n\n");
      state.feeds.add(response);
      request.on("close", () => state.feeds.delete(response));
    } else if (request.method === "POST") {
      let body = "";
      for await (const piece of request) body += piece;
      state.posted.push(body);
      response.writeHead(303, { location: "/order" }).end();
    } else {
      const order = `<h1>00187-1</h1><form method="post" action="/order"><button name="do" value="accept" data-key="a">${state.posted.length > 0 ? "已签收" : "签收"}</button></form>`;
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'self'; img-src 'self' data:" });
      response.end(page(url.pathname === "/order" ? order : list()));
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const tell = (topic) => {
    state.seq += 1;
    state.changes += 1;
    for (const feed of state.feeds) feed.write(`id: ${state.seq}\nevent: entry\ndata: ${JSON.stringify({ seq: state.seq, topics: [topic] })}\n\n`);
  };
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { state, tell, stop, cut: () => state.feeds.forEach((feed) => feed.end()), url: `http://127.0.0.1:${server.address().port}/list` };
}

async function open() {
  const page = await openPage(browser);
  await page.goto(city.url);
  await isLive(page);
  await page.mouse.move(1000, 600);
  return page;
}
const isLive = (page) => page.waitForSelector('lx-live[data-state="live"]', { state: "attached" });
const shows = (page, id, changes) => page.waitForFunction(([id, changes]) => document.querySelector(`#${id} p`).textContent === String(changes), [id, changes]);

test("a burst is one refresh, which keeps focus, typed words and what was opened", async () => {
  const page = await open();
  let fetched = 0;
  page.on("request", (request) => (fetched += request.headers()["hx-request"] ? 1 : 0));
  await page.click("#form summary");
  await page.fill("#words", "正在写");
  for (let n = 0; n < 3; n += 1) city.tell("inbox");
  await shows(page, "form", city.state.changes);
  await shows(page, "list", city.state.changes);
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.value, document.querySelector("#form details").open]), ["words", "正在写", true]);
  assert.equal(fetched, 2);
  assert.deepEqual(page.wrongs, []);
  await page.close();
});

test("a list under the cursor holds still and says how much is new", async () => {
  const page = await open();
  const before = city.state.changes;
  await page.hover("#row");
  city.tell("board");
  await page.waitForSelector(".held");
  city.tell("board");
  await page.waitForFunction(() => document.querySelector(".held").textContent.includes("2"));
  await shows(page, "list", before);
  await page.click(".held");
  await shows(page, "list", before + 2);
  assert.equal(await page.$(".held"), null);
  await page.close();
});

test("a form in the panel comes back into the panel, and the row stays marked", async () => {
  const page = await open();
  await page.click("#row a");
  await page.waitForSelector("lx-side-panel[open]");
  await page.keyboard.press("a");
  await page.waitForFunction(() => document.querySelector(".side-body").textContent.includes("已签收"));
  assert.deepEqual(city.state.posted, ["do=accept"]);
  assert.equal(page.url(), city.url);
  await page.mouse.move(10, 700);
  await page.evaluate(() => document.activeElement.blur());
  city.tell("inbox");
  await shows(page, "list", city.state.changes);
  assert.ok(await page.$("#row[aria-current]"));
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "00187-1");
  await page.close();
});

test("a broken feed resumes where it was, even after a refusal", async () => {
  const page = await open();
  city.tell("inbox");
  await shows(page, "list", city.state.changes);
  city.state.resumed = [];
  city.state.refuse = 1;
  city.cut();
  await page.waitForSelector('lx-live[data-state="lost"]', { state: "attached" });
  await isLive(page);
  assert.deepEqual(city.state.resumed, [String(city.state.seq), String(city.state.seq)]);
  await page.close();
});
