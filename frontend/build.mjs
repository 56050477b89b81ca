// Builds the style sheet, the script and the fonts into the Python package, with names that carry a hash of the
// content, and writes ASSETS.json: what each file is, what went into it under which licence, and its SHA-256.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync, constants } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "../src/answerable/web/static/answerable");
// Whole packages, each with its licence in a file; what is bundled into vega.js has its licences in one.
const shipped = ["govuk-frontend", "@fontsource/source-sans-3"];
let bundled = [];

// Sass first; esbuild then takes the fonts along, gives every file its name and makes it small.
const sassFiles = {
  name: "sass",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, ({ path }) => {
      const { css } = sass.compile(path, { loadPaths: [modules], quietDeps: true, style: "expanded" });
      return { contents: css, loader: "css", resolveDir: here };
    });
  },
};

async function build() {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const { metafile } = await esbuild.build({
    entryPoints: { app: join(here, "src/app.scss"), main: join(here, "src/main.js"), vega: join(here, "src/vega.js") },
    outdir: out, bundle: true, minify: true, format: "iife", target: ["es2020", "chrome100", "firefox100", "safari15"],
    entryNames: "[name]-[hash]", assetNames: "[name]-[hash]", loader: { ".woff2": "file", ".svg": "file" },
    legalComments: "none", plugins: [sassFiles], metafile: true,
  });
  bundled = packagesIn(metafile, "vega-");
  await icon();
  for (const name of shipped) await licence(name);
  await licences("vega", bundled);
  for (const file of await readdir(out)) if (/\.(css|js|svg)$/.test(file)) await squeeze(file);
  await writeFile(join(out, "ASSETS.json"), `${JSON.stringify(await assets(), null, 1)}\n`);
}

async function icon() {
  const content = await readFile(join(here, "src/icon.svg"));
  await writeFile(join(out, `icon-${sha256(content).slice(0, 8).toUpperCase()}.svg`), content);
}

// A package that brings no licence file has one in licences/.
async function licence(name) {
  const folder = join(modules, name);
  const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
  const text = file ? join(folder, file) : join(here, "licences", `${basename(name)}.txt`);
  await writeFile(join(out, `LICENCE-${basename(name)}.txt`), await readFile(text));
}

// The packages of which anything is in the output whose name begins so.
function packagesIn(metafile, begin) {
  const [, output] = Object.entries(metafile.outputs).find(([path]) => basename(path).startsWith(begin));
  const inside = Object.entries(output.inputs).filter(([path, { bytesInOutput }]) => bytesInOutput && /node_modules\//.test(path));
  return [...new Set(inside.map(([path]) => path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)[1]))].sort();
}

async function licences(what, names) {
  const texts = [];
  for (const name of names) {
    const { version } = JSON.parse(await readFile(join(modules, name, "package.json")));
    const file = (await readdir(join(modules, name))).find((each) => /^licen[cs]e/i.test(each));
    texts.push(`${name} ${version}\n\n${(await readFile(join(modules, name, file), "utf8")).trim()}\n`);
  }
  await writeFile(join(out, `LICENCES-${what}.txt`), texts.join(`\n${"-".repeat(72)}\n\n`));
}

async function squeeze(file) {
  const content = gzipSync(await readFile(join(out, file)), { level: constants.Z_BEST_COMPRESSION });
  content[9] = 255; // the operating system it was made on: the same bytes everywhere
  await writeFile(join(out, `${file}.gz`), content);
}

async function assets() {
  const packages = [];
  for (const name of [...shipped, ...bundled]) {
    const { version, license } = JSON.parse(await readFile(join(modules, name, "package.json")));
    packages.push({ name, version, licence: license });
  }
  const files = {};
  for (const file of (await readdir(out)).sort()) files[file] = sha256(await readFile(join(out, file)));
  return { packages, entries: entries(Object.keys(files)), files };
}

// The name that templates use, and the file it stands for.
function entries(files) {
  const named = files.filter((file) => /-[A-Z0-9]{8}\.(css|js|svg|woff2)$/.test(file));
  return Object.fromEntries(named.map((file) => [file.replace(/-[A-Z0-9]{8}\./, "."), file]));
}

function sha256(content) {
  return createHash("sha256").update(content).digest("hex");
}

await build();
