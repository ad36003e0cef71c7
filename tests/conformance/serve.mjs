#!/usr/bin/env node
// Opens a book under `reportc serve` in a real browser: serve.mjs VALIDATORS REPORTC FOLDER [--times N] [--edit FILE]
//
// FOLDER holds book.yaml; it is copied before anything in it is edited. After an edit the page shows it, the reader's place
// is kept, and other pages are not drawn again; a click on a word tells its file and line; an editor's cursor moves the page;
// what is wrong stands in the panel; search finds; pages agree with those of the PDF as pdftoppm draws them; axe finds nothing
// in any view, light and dark, wide and narrow; the console stays empty and nothing is asked for elsewhere.
// With --times it edits so often and prints the milliseconds from the save to the page that shows it, and judges nothing else.
// One line a fault; exit status 1 when there is one.

import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// How far two drawings of a page may differ: as a mean over all of it, and over any part of it, of 255.
const MEAN = 3;
const PART = 64;
const PATIENCE = 60_000;

const words = process.argv.slice(2);
const option = (name) => (words.includes(name) ? words.splice(words.indexOf(name), 2)[1] : null);
const [times, edited] = [Number(option("--times") ?? 0), option("--edit")];
const [validators, reportc, folder] = words;
if (!folder) {
  console.error("usage: serve.mjs VALIDATORS REPORTC FOLDER [--times N] [--edit FILE]");
  process.exit(2);
}
const installed = createRequire(join(resolve(validators), "npm", "package.json"));
const puppeteer = installed("puppeteer-core");
const axe = readFileSync(installed.resolve("@daisy/axe-core-for-ace/axe.min.js"), "utf8");

const faults = new Set();
const holds = (is, words) => is || faults.add(words);
const home = mkdtempSync(join(tmpdir(), "serve-"));
const book = join(home, "book");
cpSync(resolve(folder), book, { recursive: true });

function chromium() {
  const named = process.env.PUPPETEER_EXECUTABLE_PATH;
  if (named) return named;
  const find = "command -v chromium || command -v chromium-browser || command -v google-chrome";
  return execFileSync("sh", ["-c", find], { encoding: "utf8" }).trim();
}

/** Starts the server; the address that it tells. */
function serve() {
  const server = spawn(resolve(reportc), ["serve", book, "--port", "0", "--draft"], { stdio: ["ignore", "pipe", "ignore"] });
  const address = new Promise((found, lost) => {
    let said = "";
    server.stdout.on("data", (part) => {
      said += part;
      const at = said.match(/http:\/\/[^ ]*/);
      if (at) found(at[0]);
    });
    server.on("exit", () => lost(new Error("the server has ended")));
  });
  return { server, address };
}

/** A chapter with prose, and a line of it. */
function prose() {
  const files = edited ? [edited] : readdirSync(book, { recursive: true }).filter((name) => name.endsWith(".md")).sort();
  for (const name of files) {
    const lines = readFileSync(join(book, name), "utf8").split("\n");
    const at = lines.findIndex((line, at) => at > 10 && /^[A-Z][a-z]+ [a-z]+ [a-z]+[ a-z,]{30}/.test(line) && lines[at - 1] === "");
    if (at > 0) return { name, path: join(book, name), line: at + 1, text: lines[at] };
  }
  throw new Error("there is no prose to edit");
}

const browser = await puppeteer.launch({
  executablePath: chromium(),
  userDataDir: join(home, "profile"),
  protocolTimeout: 2 * PATIENCE,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const { server, address } = serve();
try {
  const url = await address;
  const page = await browser.newPage();
  page.on("console", (message) => faults.add(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.add(`error: ${error.message}`));
  page.on("request", (request) => holds(request.url().startsWith(url), `asks for ${request.url()}`));
  await page.setViewport({ width: 1400, height: 900 });
  await page.goto(url, { waitUntil: "load" });
  await shown(page);
  if (times) await measure(page, url);
  else {
    await edits(page, url);
    await looks(page);
    await finds(page);
    await agrees(page);
    await mistakes(page);
    await open(page, url);
  }
} finally {
  await browser.close();
  server.kill("SIGINT");
  rmSync(home, { recursive: true, force: true });
}
for (const fault of faults) console.log(fault);
process.exit(faults.size ? 1 : 0);

/** Waits until the page in sight has its picture. */
async function shown(page) {
  await page.waitForFunction(() => sheets[current]?.told && sheets[current].picture.width > 0, { timeout: PATIENCE });
}

/** Leads the page to a line by the editor's way, and waits until it is shown. */
async function lead(page, url, { path, line }) {
  const told = await (await fetch(`${url}at?file=${encodeURIComponent(path)}&line=${line}`)).json();
  await page.waitForFunction((at) => place?.page === at && sheets[at]?.told, { timeout: PATIENCE }, told.spot.page);
  return told.spot;
}

/** An edit is on the page, which stays where it was; others are as they were; a click tells the line. */
async function edits(page, url) {
  const place = prose();
  const spot = await lead(page, url, place);
  const inSight = await page.evaluate((at) => {
    const [sheet, around] = [sheets[at].getBoundingClientRect(), pages.getBoundingClientRect()];
    return sheet.top < around.bottom && sheet.bottom > around.top;
  }, spot.page);
  holds(inSight, "an editor's cursor does not lead to its page");
  const before = await page.evaluate(() => ({ top: pages.scrollTop, digests: book.pages.map(({ digest }) => digest) }));
  await page.evaluate(() => sheets.forEach((sheet, at) => (sheet.wasAt = at)));
  writeFileSync(place.path, readFileSync(place.path, "utf8").replace(place.text, `Zeppelins ${place.text}`));
  await page.waitForFunction((at) => sheets[at].told?.items.some(({ text }) => text?.includes("Zeppelins")), { timeout: PATIENCE }, spot.page);
  const after = await page.evaluate(() => ({
    top: pages.scrollTop,
    digests: book.pages.map(({ digest }) => digest),
    moved: sheets.filter((sheet, at) => sheet.wasAt !== at).length,
  }));
  holds(Math.abs(after.top - before.top) < 2, `the reader's place is lost: ${before.top} became ${after.top}`);
  holds(after.digests[0] === before.digests[0], "the first page is another, though nothing of it was edited");
  holds(after.moved === 0 || after.digests.length !== before.digests.length, "pages that look the same were made anew");

  const [x, y] = await page.evaluate(async () => {
    const [hit] = (await ask("/find.json?q=Zeppelins")) ?? [];
    const { page: at, area: [x, y, width, height] } = hit.spots[0];
    const [sheet, { width: whole }] = [sheets[at].sheet.getBoundingClientRect(), book.pages[at]];
    const scale = sheet.width / whole;
    return [sheet.left + (x + width / 2) * scale, sheet.top + (y + height / 2) * scale];
  });
  await page.mouse.click(x, y);
  await page.waitForFunction(() => /:\d+:\d+/.test($("where").textContent), { timeout: PATIENCE });
  const where = await page.evaluate(() => $("where").textContent);
  holds(where.startsWith(`${place.name}:${place.line}:`), `a click on line ${place.line} of ${place.name} tells “${where}”`);
  holds(where.includes("Zeppelins"), `a click on a word tells “${where}”`);
  await page.evaluate(() => getSelection().selectAllChildren(sheets[current].words));
  const selected = await page.evaluate(() => String(getSelection()));
  holds(selected.includes("Zeppelins"), "the words of a page cannot be selected");
  await page.evaluate(() => getSelection().removeAllRanges());
}

/** Keys lead through the book, and switches draw what they say. */
async function looks(page) {
  await page.focus("#pages");
  const now = () => page.evaluate(() => current);
  for (const [key, wanted] of [["End", (last) => last - 1], ["Home", () => 0], ["PageDown", () => 1], ["ArrowRight", () => 2], ["PageUp", () => 1]]) {
    await page.keyboard.press(key);
    const count = await page.evaluate(() => sheets.length);
    holds((await now()) === wanted(count) || key === "End", `${key} leads to page ${(await now()) + 1}`);
  }
  await page.keyboard.press("b");
  await page.keyboard.press("x");
  await page.keyboard.press("s");
  await shown(page);
  await page.waitForFunction(() => sheets[current].lines.querySelector(".baseline"), { timeout: PATIENCE });
  const columns = await page.evaluate(() => getComputedStyle(pages).gridTemplateColumns.split(" ").length);
  holds(columns === 2, "spreads do not stand side by side");
  for (const key of ["b", "x", "s"]) await page.keyboard.press(key);
}

async function finds(page) {
  await page.keyboard.press("/");
  await page.keyboard.type("zeppelins");
  await page.waitForFunction(() => document.querySelector("#found li"), { timeout: PATIENCE });
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".mark.chosen"), { timeout: PATIENCE });
  await page.keyboard.press("Escape");
}

/** Pages as the browser draws them and as the PDF has them. */
async function agrees(page) {
  const out = join(home, "out");
  execFileSync(resolve(reportc), ["build", book, "--pdf", "--draft", "--no-record", "--quiet", "--out-dir", out], { stdio: "ignore" });
  const pdf = join(out, readdirSync(out).find((name) => name.endsWith(".pdf")));
  const count = await page.evaluate(() => book.pages.length);
  const chosen = [...new Set([...Array(8).keys()].map((at) => Math.round((at * (count - 1)) / 7)))];
  for (const at of chosen) {
    const drawing = execFileSync("pdftoppm", ["-r", "96", "-png", "-f", at + 1, "-l", at + 1, pdf], { maxBuffer: 1 << 28 });
    const [mean, most] = await page.evaluate(differences, at, drawing.toString("base64"));
    holds(mean < MEAN && most < PART, `page ${at + 1} is not as the PDF has it: ${mean.toFixed(2)} in the mean, ${most.toFixed(0)} in a part`);
    const [outlined, part] = await page.evaluate(differences, at, null);
    holds(outlined < MEAN && part < PART, `page ${at + 1} is not as its outlines are: ${outlined.toFixed(2)} in the mean, ${part.toFixed(0)} in a part`);
  }
}

/** Runs in the page: how far its page differs from another drawing, or from its own as outlines, in small squares. */
async function differences(at, drawing) {
  const told = await tell(book.pages[at].digest);
  const own = canvas(told, (told.width * 96) / 72 / devicePixelRatio);
  const other = new Image();
  if (drawing) {
    const bytes = Uint8Array.from(atob(drawing), (c) => c.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    return compare(own, picture);
  }
  other.src = `/page/${book.pages[at].digest}.svg`;
  await other.decode();
  return compare(own, other);

  function compare(one, other) {
    const SQUARE = 6;
    const [width, height] = [Math.round(one.width / SQUARE), Math.round(one.height / SQUARE)];
    const samples = [one, other].map((picture) => {
      const whole = new OffscreenCanvas(width * SQUARE, height * SQUARE).getContext("2d", { willReadFrequently: true });
      whole.drawImage(picture, 0, 0, width * SQUARE, height * SQUARE);
      const { data } = whole.getImageData(0, 0, width * SQUARE, height * SQUARE);
      const sums = new Float64Array(width * height);
      for (let y = 0; y < height * SQUARE; y += 1)
        for (let x = 0; x < width * SQUARE; x += 1) {
          const from = 4 * (y * width * SQUARE + x);
          sums[Math.floor(y / SQUARE) * width + Math.floor(x / SQUARE)] += (data[from] + data[from + 1] + data[from + 2]) / 3 / SQUARE / SQUARE;
        }
      return sums;
    });
    const apart = samples[0].map((sample, at) => Math.abs(sample - samples[1][at]));
    return [apart.reduce((sum, one) => sum + one, 0) / apart.length, Math.max(...apart)];
  }
}

/** What is wrong stands in the panel and on its page; without a book its last pages stay. */
async function mistakes(page) {
  const { path, text } = prose();
  const before = readFileSync(path, "utf8");
  writeFileSync(path, before.replace(text, `[lost](#nowhere-at-all) <i>& ${text}`));
  await page.waitForFunction(() => $("list").textContent.includes("nowhere-at-all"), { timeout: PATIENCE });
  await page.keyboard.press("f");
  await page.keyboard.press("n");
  await page.waitForFunction(() => document.querySelector("button.fault"), { timeout: PATIENCE });
  const manifest = readFileSync(join(book, "book.yaml"), "utf8");
  writeFileSync(join(book, "book.yaml"), "title: [\n");
  await page.waitForFunction(() => $("state").textContent.includes("cannot be set"), { timeout: PATIENCE });
  holds(await page.evaluate(() => sheets.length > 0 && sheets[current].picture.width > 0), "without a book the last pages are gone");
  writeFileSync(join(book, "book.yaml"), manifest);
  await page.waitForFunction(() => !$("state").textContent.includes("cannot be set"), { timeout: PATIENCE });
}

/** axe, in every view. */
async function open(page, url) {
  for (const [width, scheme] of [[1400, "light"], [1400, "dark"], [800, "light"], [420, "dark"]]) {
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto(url, { waitUntil: "load" });
    await shown(page);
    for (const name of ["pages", "both", "text"]) {
      await page.evaluate((name) => view(name), name);
      if (name !== "pages") await page.waitForFunction(() => document.querySelector("iframe:not(.coming)"), { timeout: PATIENCE });
      // In narrow windows the panel lies over what is beside it.
      const isBeside = width > 1000 || name === "pages";
      for (const tabs of isBeside ? ["outline", "thumbnails", "chapters", "found"] : ["outline"]) {
        await page.evaluate((name, isShown) => { show("side", isShown); tab(name); }, tabs, isBeside);
        await judge(page, `${width} px, ${scheme}, ${name}, ${tabs}`);
      }
    }
    await page.evaluate(() => { view("pages"); show("side", false); show("faults", true); });
    await judge(page, `${width} px, ${scheme}, what is wrong`);
    await page.evaluate(() => $("help").showModal());
    await judge(page, `${width} px, ${scheme}, keys`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    holds(wide <= 0, `${width} px: the window scrolls sideways`);
    await page.evaluate(() => { view("pages"); show("faults", false); show("side", true); $("help").close(); });
  }
}

async function judge(page, where) {
  await page.evaluate(axe);
  const run = (tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], iframes: false });
  const { violations } = await page.evaluate(run, TAGS);
  for (const { id, nodes } of violations) for (const node of nodes) faults.add(`${where}: ${id}: ${node.html.slice(0, 160)}`);
}

/** Milliseconds from a save to the picture of what was saved. */
async function measure(page, url) {
  const place = prose();
  const spot = await lead(page, url, place);
  const text = readFileSync(place.path, "utf8");
  const taken = [];
  for (let edit = 0; edit <= times; edit += 1) {
    const word = `Edit${edit}x`;
    const seen = page.evaluate((at, word) => new Promise((done) => {
      const look = () => {
        if (sheets[at]?.told?.items.some(({ text }) => text?.includes(word))) {
          document.removeEventListener("shown", look);
          requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now()), 0));
        }
      };
      document.addEventListener("shown", look);
    }), spot.page, word);
    await new Promise((done) => setTimeout(done, 400));
    const start = performance.timeOrigin + performance.now();
    writeFileSync(place.path, text.replace(place.text, `${word} ${place.text}`));
    taken.push((await seen) - start);
  }
  // The first edit also meets a memory that no edit has gone through.
  const sorted = taken.slice(1).sort((one, other) => one - other);
  console.log(`${sorted.length} edits: median ${sorted[sorted.length >> 1].toFixed(0)} ms, least ${sorted[0].toFixed(0)} ms, most ${sorted.at(-1).toFixed(0)} ms`);
}
