// Starts what every browser test needs: Debian's Chromium, a page that keeps its errors, and the style guide's server.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const openBrowser = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: QUIET });

/** A page whose uncaught errors and policy violations are collected in `page.wrongs`. */
export async function openPage(browser, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, ...options });
  page.wrongs = [];
  page.on("pageerror", (error) => page.wrongs.push(error.message));
  page.on("console", (said) => said.text().includes("Content Security Policy") && page.wrongs.push(said.text()));
  return page;
}

/** Serves the style guide on a free port of this machine, or takes the one at `DESIGN_URL`; `stop` ends it. */
export async function serveGuide() {
  if (process.env.DESIGN_URL) return { url: process.env.DESIGN_URL, stop: () => undefined };
  const server = spawn("cargo", ["run", "-q", "-p", "lianxin-web", "--example", "design"], { cwd: root, stdio: ["ignore", "pipe", "inherit"], detached: true });
  return new Promise((resolve, reject) => {
    server.on("exit", (code) => reject(new Error(`the style guide's server ended with ${code}`)));
    server.stdout.once("data", (line) => resolve({ url: String(line).trim().replace("/design", ""), stop: () => process.kill(-server.pid) }));
  });
}
