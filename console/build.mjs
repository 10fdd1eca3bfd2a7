// Builds console/dist: content-hashed scripts, styles and the icon sprite, each with a gzip twin,
// and manifest.json, which tells the server what each of them is called this time.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const target = ["chrome109", "firefox115", "safari16"];
/** The most that one page may load, compressed: scripts, styles and icons together. */
const LIMIT_BYTES = 200_000;

async function bundle(entry, loader) {
  const result = await esbuild.build({
    entryPoints: [join(here, "src", entry)],
    bundle: true,
    minify: true,
    write: false,
    format: loader === "css" ? undefined : "esm",
    target,
    legalComments: "none",
    logLevel: "warning",
  });
  return result.outputFiles[0].contents;
}

/** One SVG file with a <symbol> for each icon named in src/icons.txt; pages refer to it with <use>. */
async function sprite() {
  const icons = dirname(createRequire(import.meta.url).resolve("lucide-static/package.json"));
  const names = (await readFile(join(here, "src", "icons.txt"), "utf8")).split(/\s+/).filter(Boolean);
  const symbols = await Promise.all(
    names.map(async (name) => {
      const svg = await readFile(join(icons, "icons", `${name}.svg`), "utf8");
      const inner = svg.replace(/<!--[^]*?-->/g, "").replace(/^[^]*?<svg[^]*?>/, "").replace(/<\/svg>\s*$/, "");
      return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, "")}</symbol>`;
    }),
  );
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

async function build() {
  const files = {
    "app.js": await bundle("app.ts", "ts"),
    "app.css": await bundle("styles/app.css", "css"),
    "public.css": await bundle("styles/public.css", "css"),
    "icons.svg": await sprite(),
  };
  // Names carry hashes: old files are removed last, so that a server that reads from here, or a second build, never sees half a build.
  await mkdir(dist, { recursive: true });
  const before = await readdir(dist);
  const manifest = {};
  let total = 0;
  for (const [name, body] of Object.entries(files)) {
    const hash = createHash("sha256").update(body).digest("hex").slice(0, 12);
    const hashed = name.replace(/(\.\w+)$/, `-${hash}$1`);
    const packed = gzipSync(body, { level: 9 });
    manifest[name] = hashed;
    await writeFile(join(dist, hashed), body);
    await writeFile(join(dist, `${hashed}.gz`), packed);
    total += packed.length;
    console.log(`${hashed.padEnd(32)} ${String(body.length).padStart(7)} B  ${String(packed.length).padStart(6)} B gzip`);
  }
  const half = join(dist, `manifest.${process.pid}`);
  await writeFile(half, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(half, join(dist, "manifest.json"));
  const current = new Set(["manifest.json", ...Object.values(manifest).flatMap((name) => [name, `${name}.gz`])]);
  for (const old of before) if (!current.has(old)) await rm(join(dist, old), { force: true });
  console.log(`${"all together".padEnd(32)} ${String(total).padStart(26)} B gzip`);
  if (total > LIMIT_BYTES) throw new Error(`the first load may weigh ${LIMIT_BYTES} B, not ${total} B`);
}

/** Unit tests run in plain Node: each test file is bundled with what it imports. */
async function tests() {
  const out = join(here, ".tests");
  await rm(out, { recursive: true, force: true });
  const names = (await readdir(join(here, "tests"))).filter((name) => name.endsWith(".test.ts"));
  await esbuild.build({
    entryPoints: names.map((name) => join(here, "tests", name)),
    bundle: true,
    platform: "node",
    format: "esm",
    outdir: out,
    outExtension: { ".js": ".mjs" },
    logLevel: "warning",
  });
}

await (process.argv.includes("--tests") ? tests() : build());
