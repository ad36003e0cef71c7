#!/usr/bin/env node
// Opens web pages and EPUBs in a real browser: axe.mjs VALIDATORS [--all] [--draft] FILE.html|FOLDER|BOOK.epub...
//
// VALIDATORS is where install-validators.sh has put Ace, whose axe-core and puppeteer are used. At 360 and 1200 pixels, in
// light and in dark, axe finds nothing against WCAG 2.2 AA and its own best practices; nothing scrolls sideways at 320
// pixels; the console stays empty; nothing is asked for but files; and what a link names beside the page is there.
// Of an EPUB its documents are opened, at both widths: all of them with --all, else some, the first and the last among
// them. So are the pages of a folder, where what is searched for is found as well. In a draft's, images without a text in their stead are no fault.
// One line a fault; exit status 1 when there is one.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [360, 1200];
const SCHEMES = ["light", "dark"];
// The narrowest that content must fit without sideways scrolling (WCAG 2.2, 1.4.10).
const NARROWEST = 320;

// What a book's documents are judged by: best practice is of pages that stand alone.
const OF_BOOKS = TAGS.filter((tag) => tag !== "best-practice");
const LACKING = ["image-alt", "link-name"];
// So many documents of a book of others tell enough; theirs are all made by the same code.
const MOST = 12;

const options = process.argv.slice(2).filter((one) => one.startsWith("--"));
const [validators, ...files] = process.argv.slice(2).filter((one) => !one.startsWith("--"));
if (!validators || files.length === 0) {
  console.error("usage: axe.mjs VALIDATORS [--all] [--draft] FILE.html|FOLDER|BOOK.epub...");
  process.exit(2);
}
const installed = createRequire(join(resolve(validators), "npm", "package.json"));
const puppeteer = installed("puppeteer-core");
const axe = readFileSync(installed.resolve("@daisy/axe-core-for-ace/axe.min.js"), "utf8");

function chromium() {
  const named = process.env.PUPPETEER_EXECUTABLE_PATH;
  if (named) return named;
  const find = "command -v chromium || command -v chromium-browser || command -v google-chrome";
  return execFileSync("sh", ["-c", find], { encoding: "utf8" }).trim();
}

/** What a page holds that it should not, and what it links that is not there. */
async function faults(page, file) {
  const found = new Set();
  page.on("console", (message) => found.add(`console: ${message.text()}`));
  page.on("pageerror", (error) => found.add(`error: ${error.message}`));
  page.on("requestfailed", (request) => found.add(`cannot be loaded: ${request.url()}`));
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) found.add(`asks for ${request.url()}`);
  });
  const open = async (width, scheme) => {
    await page.setViewport({ width, height: 800 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto(pathToFileURL(resolve(file)).href, { waitUntil: "load" });
    // What is folded away is judged too.
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  };
  for (const scheme of SCHEMES) {
    for (const width of WIDTHS) {
      await open(width, scheme);
      for (const fault of told(await judged(page))) found.add(`${width} px, ${scheme}: ${fault}`);
    }
  }
  await open(NARROWEST, "light");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > NARROWEST) found.add(`scrolls sideways at ${NARROWEST} px: it is ${wide} px wide`);
  for (const fault of await missing(page)) found.add(fault);
  return [...found];
}

/** Without those that a draft may have. */
function told(faults) {
  return faults.filter((fault) => !options.includes("--draft") || !LACKING.includes(fault.split(":")[0]));
}

/** So many of a list, the first and the last among them; all where that is asked for. */
function some(names) {
  const count = options.includes("--all") ? names.length : Math.min(MOST, names.length);
  return new Set([...Array(count).keys()].map((at) => names[Math.round((at * (names.length - 1)) / Math.max(count - 1, 1))]));
}

/** What is wrong with the pages of a folder, and whether its search finds a word of each and leads there. */
async function folderFaults(page, folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".html")).sort();
  const found = new Set();
  for (const name of new Set(["index.html", ...some(names)])) {
    for (const fault of await faults(page, join(folder, name))) found.add(`${name}: ${fault}`);
  }
  for (const fault of await searchFaults(page, folder)) found.add(fault);
  return [...found];
}

async function searchFaults(page, folder) {
  const text = readFileSync(join(folder, "search-index.js"), "utf8");
  const { pages } = JSON.parse(text.slice("receiveIndex(".length, text.lastIndexOf(");")));
  const longest = (words) => words.split(/[^\p{L}]+/u).reduce((one, other) => (other.length > one.length ? other : one), "");
  const searched = pages.filter(({ texts }) => texts.length > 0).slice(0, 3);
  const found = [];
  await page.setViewport({ width: 1200, height: 800 });
  for (const { texts } of searched) {
    const word = longest(texts[0][3]);
    if (!word) continue;
    await page.goto(pathToFileURL(resolve(folder, "index.html")).href, { waitUntil: "load" });
    await page.type("form.search input", word.toUpperCase());
    const listed = await page.waitForSelector(".found li a mark", { timeout: 5000 }).catch(() => null);
    if (!listed) {
      found.push(`the search does not find ${word}`);
      continue;
    }
    for (const fault of await judged(page)) found.push(`with results: ${fault}`);
    await page.keyboard.press("ArrowDown");
    await Promise.all([page.waitForNavigation({ timeout: 5000 }).catch(() => null), page.keyboard.press("Enter")]);
    const leads = await page.evaluate(() => !location.hash || document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null);
    if (!leads) found.push(`a result of ${word} leads nowhere`);
  }
  return found;
}

/** The documents of an EPUB, unpacked into a folder: those of the spine in their order, and the contents. */
function documents(book, folder) {
  execFileSync("python3", ["-m", "zipfile", "-e", resolve(book), folder]);
  const container = readFileSync(join(folder, "META-INF/container.xml"), "utf8");
  const path = join(folder, container.match(/full-path="([^"]+)"/)[1]);
  const items = [...readFileSync(path, "utf8").matchAll(/<item\s[^>]*>/g)].map(([item]) => item);
  const names = items.filter((item) => item.includes("application/xhtml+xml")).map((item) => item.match(/href="([^"]+)"/)[1]);
  return [...some(names)].map((name) => join(dirname(path), decodeURIComponent(name)));
}

/** What axe finds in the documents of an EPUB. */
async function bookFaults(page, book) {
  const found = new Set();
  const folder = mkdtempSync(join(tmpdir(), "axe-book-"));
  try {
    for (const file of documents(book, folder)) {
      for (const width of WIDTHS) {
        await page.setViewport({ width, height: 800 });
        await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
        const faults = await judged(page, OF_BOOKS);
        for (const fault of told(faults)) found.add(`${file.slice(folder.length + 1)}: ${width} px: ${fault}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return [...found];
}

/** A line for each element that breaks a rule of axe. */
async function judged(page, tags = TAGS) {
  await page.evaluate(axe);
  const run = (tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false });
  const { violations } = await page.evaluate(run, tags);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

async function missing(page) {
  const addresses = await page.evaluate(() => {
    const linked = [...document.querySelectorAll("a[href], link[href], img[src]")];
    return linked.map((one) => one.href || one.src);
  });
  const local = addresses.filter((address) => address.startsWith("file:"));
  const path = (address) => fileURLToPath(address.split(/[?#]/)[0]);
  return local.filter((address) => !existsSync(path(address))).map((address) => `links what is not there: ${address}`);
}

const profile = mkdtempSync(join(tmpdir(), "axe-"));
const browser = await puppeteer.launch({
  executablePath: chromium(),
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
let failed = false;
try {
  for (const file of files) {
    const page = await browser.newPage();
    const isFolder = statSync(file).isDirectory();
    const judge = isFolder ? folderFaults : file.endsWith(".epub") ? bookFaults : faults;
    for (const fault of await judge(page, file)) {
      console.log(`${file}: ${fault}`);
      failed = true;
    }
    await page.close();
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
