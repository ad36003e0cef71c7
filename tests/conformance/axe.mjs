#!/usr/bin/env node
// Opens web pages in a real browser: axe.mjs VALIDATORS FILE.html...
//
// VALIDATORS is where install-validators.sh has put Ace, whose axe-core and puppeteer are used. At 360 and 1200 pixels, in
// light and in dark, axe finds nothing against WCAG 2.2 AA and its own best practices; nothing scrolls sideways at 320
// pixels; the console stays empty; nothing is asked for but files; and what a link names beside the page is there.
// One line a fault; exit status 1 when there is one.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [360, 1200];
const SCHEMES = ["light", "dark"];
// The narrowest that content must fit without sideways scrolling (WCAG 2.2, 1.4.10).
const NARROWEST = 320;

const [validators, ...files] = process.argv.slice(2);
if (!validators || files.length === 0) {
  console.error("usage: axe.mjs VALIDATORS FILE.html...");
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
    if (!request.url().startsWith("file:")) found.add(`asks for ${request.url()}`);
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
      for (const fault of await judged(page)) found.add(`${width} px, ${scheme}: ${fault}`);
    }
  }
  await open(NARROWEST, "light");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > NARROWEST) found.add(`scrolls sideways at ${NARROWEST} px: it is ${wide} px wide`);
  for (const fault of await missing(page)) found.add(fault);
  return [...found];
}

/** A line for each element that breaks a rule of axe. */
async function judged(page) {
  await page.evaluate(axe);
  const run = (tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  const { violations } = await page.evaluate(run, TAGS);
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
    for (const fault of await faults(page, file)) {
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
