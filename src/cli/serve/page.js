"use strict";
// The page around the book: it shows pages by their digests, and asks the server for what it does not know. Nothing of
// the book is ever taken for markup: words go in as text, pages as pictures, the EPUB's documents into frames that run nothing.

const $ = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
// CSS pixels to the point.
const POINT = 96 / 72;

let book = null; // what the server last told of the book
let sheets = []; // an element for each page
let facts = { headings: [] };
let faults = [];
let found = { hits: [], chosen: -1 };
let place = null; // the spot that was clicked, or an editor's cursor
let current = 0;
let chosenFault = -1;

/* Small helpers */

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "style") for (const [one, is] of Object.entries(value)) made.style.setProperty(one, is);
    else if (key.includes("-") || key === "role") made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children);
  return made;
}

function drawn(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

async function ask(address, options) {
  try {
    const answer = await fetch(address, options);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function setting(name, usual) {
  try {
    return JSON.parse(localStorage.getItem(`reportc-${name}`)) ?? usual;
  } catch {
    return usual;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(`reportc-${name}`, JSON.stringify(value));
  } catch {
    // It holds until the window is closed.
  }
}

const later = (work, time) => {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), time);
  };
};

/* Pages */

const pages = $("pages");
const seen = new IntersectionObserver(
  (entries) => entries.forEach(({ target, isIntersecting }) => (isIntersecting ? fill(target) : empty(target))),
  { root: pages, rootMargin: "120% 0px" },
);

function newSheet() {
  const picture = element("canvas", { "aria-hidden": "true" });
  const words = drawn("svg", { class: "words" });
  const lines = drawn("svg", { class: "lines", "aria-hidden": "true" });
  const marks = element("div", { className: "marks" });
  const sheet = element("div", { className: "sheet" }, picture, words, lines, marks);
  const page = element("article", { className: "page" }, sheet, element("p", { className: "label", "aria-hidden": "true" }));
  Object.assign(page, { picture, words, lines, marks, sheet });
  seen.observe(page);
  return page;
}

/** Gives a page's element what the page is: its size, its place in a spread, its label. */
function dress(page, at) {
  const { digest, width, height, label, recto } = book.pages[at];
  page.index = at;
  const looks = [at, width, height, label, recto, book.leftward].join();
  if (page.looks !== looks) {
    page.looks = looks;
    measure(page, book.pages[at], at);
  }
  if (page.digest !== digest) {
    page.digest = digest;
    if (page.filled) fill(page, true);
  }
}

function measure(page, { width, height, label, recto }, at) {
  page.id = `page-${at}`;
  page.setAttribute("aria-label", `Page ${label}`);
  page.lastChild.textContent = label;
  page.style.setProperty("--w", width);
  page.style.setProperty("--h", height);
  page.classList.toggle("right", recto !== book.leftward);
  page.classList.toggle("left", recto === book.leftward);
  for (const layer of [page.words, page.lines]) layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
}

/** Shows a page that comes near. What it showed before stays until the new picture is there. */
async function fill(page, anew) {
  if (page.filled && !anew) return;
  page.filled = true;
  const digest = page.digest;
  const told = await tell(digest);
  const isMeant = () => page.digest === digest && page.filled;
  if (!told || !isMeant()) return; // It is no page any more: the next event tells which is.
  page.told = told;
  paint(page);
  document.dispatchEvent(new CustomEvent("shown", { detail: page.index }));
  // First what is seen.
  await new Promise((seen) => requestAnimationFrame(() => setTimeout(seen, 0)));
  if (!isMeant()) return;
  const words = told.items.filter((item) => item.is === "run" && item.text.trim());
  page.words.replaceChildren(...words.map(({ x, y, width, size, text, leftward }) =>
    drawn("text", { x: leftward ? x + width : x, y, "font-size": size, textLength: Math.max(width, 0.1), lengthAdjust: "spacingAndGlyphs", ...(leftward && { direction: "rtl" }) }, `${text} `)));
  overlay(page);
  mark(page);
}

/** Puts a picture of a page, as large as it is shown, in the place of the one before. */
function paint(page) {
  const picture = canvas(page.told, page.sheet.offsetWidth);
  page.picture.replaceWith(picture);
  page.picture = picture;
}

/** Lets go of what a page far away shows. */
function empty(page) {
  if (!page.filled) return;
  page.filled = false;
  page.told = null;
  page.picture.width = page.picture.height = 0;
  page.words.replaceChildren();
  page.lines.replaceChildren();
}

const repaint = later(() => sheets.forEach((page) => page.filled && page.told && paint(page)), 60);

/* Drawing. The faces that the server hands out have each glyph under a character of its own. */

const FIRST = 0xf0000;
// Not every browser sets letters apart on a canvas.
const spaces = "letterSpacing" in CanvasRenderingContext2D.prototype;
const told = new Map(); // pages by their digests, the last used at the end
const faces = new Map();
const pictures = new Map();
const MOST = { told: 80, pictures: 60 };

/** What is on a page, once its faces and pictures are here; it is asked for unless it is given. */
async function tell(digest, given) {
  let page = told.get(digest);
  told.delete(digest);
  page ??= (given ? Promise.resolve(given) : ask(`/page/${digest}.json`)).then(async (page) => {
    if (page) {
      const loaded = await Promise.all(page.faces.map(face));
      if (loaded.includes(false) || !spaces) page.outlines = await picture(`/page/${digest}.svg`);
      await Promise.all(page.items.filter(({ is }) => is === "picture").map((item) => picture(`/picture/${item.digest}`)));
    } else told.delete(digest);
    return page;
  });
  told.set(digest, page);
  while (told.size > MOST.told) told.delete(told.keys().next().value);
  return page;
}

/** Loads a face; whether the browser takes it. */
function face(digest) {
  if (!faces.has(digest)) {
    const made = new FontFace(`face-${digest}`, `url(/face/${digest})`);
    document.fonts.add(made);
    faces.set(digest, made.load().then(() => true, () => false));
  }
  return faces.get(digest);
}

/** Loads a picture; none where it cannot be shown. */
function picture(address) {
  if (!pictures.has(address)) {
    const image = new Image();
    image.src = address;
    pictures.set(address, image.decode().then(() => image, () => null));
    pictures.get(address).then((is) => (pictures.get(address).is = is));
    while (pictures.size > MOST.pictures) pictures.delete(pictures.keys().next().value);
  }
  return pictures.get(address);
}

/** A picture of a page that is so many CSS pixels wide. */
function canvas(page, width) {
  const made = element("canvas", { "aria-hidden": "true" });
  made.width = Math.max(Math.round(width * devicePixelRatio), 1);
  made.height = Math.max(Math.round((made.width * page.height) / page.width), 1);
  const pen = made.getContext("2d");
  const scale = made.width / page.width;
  pen.scale(scale, scale);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, page.width, page.height);
  if (page.outlines) {
    pen.drawImage(page.outlines, 0, 0, page.width, page.height);
    return made;
  }
  pen.fontKerning = "none";
  pen.textRendering = "geometricPrecision";
  for (const item of page.items) draw[item.is](pen, item, page);
  return made;
}

const draw = {
  run(pen, { face, size, scale, tracking, color, x, y, parts }, page) {
    if (!parts.length) return;
    pen.font = `${size}px "face-${page.faces[face]}"`;
    pen.letterSpacing = `${tracking / scale}px`;
    pen.fillStyle = color;
    if (scale !== 1) {
      pen.save();
      pen.translate(x, 0);
      pen.scale(scale, 1);
      pen.translate(-x, 0);
    }
    for (const [across, up, glyphs] of parts) {
      pen.fillText(String.fromCodePoint(...glyphs.map((glyph) => FIRST + glyph)), x + across / 1000 / scale, y - up / 1000);
    }
    if (scale !== 1) pen.restore();
  },
  area(pen, { color, area }) {
    pen.fillStyle = color;
    pen.fillRect(...area);
  },
  stroke(pen, { color, from, to, thickness }) {
    pen.strokeStyle = color;
    pen.lineWidth = thickness;
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
  },
  picture(pen, { digest, area, place }) {
    const image = pictures.get(`/picture/${digest}`)?.is;
    if (!image) return;
    pen.save();
    pen.beginPath();
    pen.rect(...area);
    pen.clip();
    pen.drawImage(image, ...place);
    pen.restore();
  },
};

/** The grid and the boxes of a page, where they are asked for. */
function overlay(page) {
  const shapes = [];
  const { area, width } = book.pages[page.index];
  const rect = (kind, x, y, across, down) => drawn("rect", { class: kind, x, y, width: Math.max(across, 0), height: Math.max(down, 0) });
  if (isOn("grid")) {
    const { first, leading } = book.baselines;
    const lines = [];
    for (let y = first; y <= area[3] + 0.5; y += leading) if (y >= area[1]) lines.push(`M0 ${y}H${width}`);
    shapes.push(drawn("path", { class: "baseline", d: lines.join("") }));
    shapes.push(rect("area", area[0], area[1], area[2] - area[0], area[3] - area[1]));
  }
  if (isOn("boxes") && page.told) {
    for (const item of page.told.items) {
      if (item.area) shapes.push(rect("box", ...item.area));
      else if (item.is === "run") shapes.push(rect("line", item.x, item.y - item.size * 0.8, item.width, item.size * 1.05));
    }
  }
  page.lines.replaceChildren(...shapes);
}

/** Marks what was found, what is wrong and the place that is meant on a page. */
function mark(page) {
  const { width, height } = book.pages[page.index];
  const at = ([x, y, across, down]) => ({
    left: `${(100 * x) / width}%`, top: `${(100 * y) / height}%`, width: `${(100 * across) / width}%`, height: `${(100 * down) / height}%`,
  });
  const marks = [];
  found.hits.forEach((hit, number) => hit.spots.filter((spot) => spot.page === page.index).forEach((spot) =>
    marks.push(element("div", { className: number === found.chosen ? "mark chosen" : "mark found", style: at(spot.area) }))));
  if (place?.page === page.index) marks.push(element("div", { className: "mark place", style: at(place.area) }));
  const beside = new Map(); // how many problems stand at a height
  faults.forEach((fault, number) => {
    if (fault.spot?.page !== page.index) return;
    const top = at(fault.spot.area).top;
    beside.set(top, (beside.get(top) ?? -1) + 1);
    const button = element("button", {
      type: "button", className: `fault ${fault.severity}`, textContent: "!", title: [fault.message, ...fault.hints].join("\n"),
      "aria-label": `${fault.severity}: ${fault.message}`, style: { top, "inset-inline-start": `${3 + 27 * beside.get(top)}px` },
    });
    button.addEventListener("click", () => { show("faults", true); chooseFault(number); });
    marks.push(button);
  });
  page.marks.replaceChildren(...marks);
}

const markAll = () => sheets.forEach((page) => page.filled && mark(page));
const overlayAll = () => sheets.forEach((page) => page.filled && overlay(page));

/** Takes over what the server tells of the book. Pages that look the same stay as they are, wherever they stand now. */
function setBook(news) {
  // What is new comes along where it is little; what else is in sight is asked for before all else.
  for (const [digest, page] of Object.entries(news.drawn)) tell(digest, page);
  for (const { filled, index } of sheets) if (filled && news.pages[index]) tell(news.pages[index].digest);
  const anchor = sheets[current];
  const stood = anchor && anchor.offsetTop - pages.scrollTop;
  const isFirst = !book;
  book = news;
  $("waiting")?.remove();
  const old = new Map();
  for (const page of sheets) old.set(page.digest, [...(old.get(page.digest) ?? []), page]);
  const next = new Array(book.pages.length);
  // First those that stand where they stood, then those that moved, then what is left.
  book.pages.forEach(({ digest }, at) => { if (sheets[at]?.digest === digest) next[at] = sheets[at]; });
  const taken = new Set(next.filter(Boolean));
  book.pages.forEach(({ digest }, at) => {
    next[at] ??= old.get(digest)?.find((page) => !taken.has(page));
    if (next[at]) taken.add(next[at]);
  });
  book.pages.forEach((_, at) => {
    if (!next[at] && sheets[at] && !taken.has(sheets[at])) taken.add((next[at] = sheets[at]));
    next[at] ??= newSheet();
  });
  sheets.filter((page) => !taken.has(page)).forEach((page) => { seen.unobserve(page); page.remove(); });
  next.forEach((page, at) => { if (pages.children[at] !== page) pages.insertBefore(page, pages.children[at] ?? null); });
  sheets = next;
  sheets.forEach(dress);
  document.title = `${book.title} – reportc`;
  $("title").textContent = book.title;
  $("of").textContent = `of ${book.pages.length}`;
  scale();
  if (isFirst && location.hash) goTo(Number(location.hash.slice(1)) - 1);
  else if (anchor?.isConnected) pages.scrollTop = anchor.offsetTop - stood;
  look();
  thumbnails();
  if ($("words").value) search(false);
  state(`${book.pages.length} pages, ${Math.round(book.milliseconds)} ms`);
  refreshFacts();
  if (document.body.dataset.view !== "pages") refreshText();
}

/* Where one is */

/** Finds the page in the middle of what is seen. */
function look() {
  if (!sheets.length) return;
  const middle = pages.scrollTop + pages.clientHeight / 3;
  let low = 0, high = sheets.length - 1;
  while (low < high) {
    const half = (low + high + 1) >> 1;
    if (sheets[half].offsetTop <= middle) low = half; else high = half - 1;
  }
  const row = sheets[low].offsetTop;
  while (low > 0 && sheets[low - 1].offsetTop === row) low -= 1;
  const is = low;
  if (document.activeElement !== $("page")) $("page").value = book.pages[is].label;
  if (is === current && pages.dataset.at) return;
  current = is;
  pages.dataset.at = is;
  history.replaceState(null, "", `#${is + 1}`);
  choose($("thumbnails"), is);
  chooseHeading();
  followText();
}

function choose(list, at) {
  list.querySelector("[aria-current=true]")?.removeAttribute("aria-current");
  const chosen = at < 0 ? null : list.querySelector(`[data-at="${at}"]`);
  chosen?.setAttribute("aria-current", "true");
  if (chosen && !list.hidden) nudge(list, chosen);
}

/** Scrolls a list so far that something in it is seen. */
function nudge(list, chosen) {
  const [top, bottom] = [chosen.getBoundingClientRect().top - list.getBoundingClientRect().top, chosen.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom];
  if (top < 0) list.scrollTop += top - 20;
  else if (bottom > 0) list.scrollTop += bottom + 20;
}

function goTo(at, y) {
  if (!book) return;
  const page = sheets[Math.min(Math.max(Math.trunc(at) || 0, 0), sheets.length - 1)];
  // A place within a page comes to stand in the upper part of the window.
  const inside = y === undefined ? -10 : (y / book.pages[page.index].height) * page.sheet.offsetHeight - pages.clientHeight * 0.3;
  pages.scrollTop = page.offsetTop + inside;
  look();
}

function step(by) {
  const row = (page) => sheets[page]?.offsetTop;
  let at = current;
  do at += by; while (sheets[at] && row(at) === row(current));
  while (by < 0 && sheets[at - 1] && row(at - 1) === row(at)) at -= 1;
  if (sheets[at]) goTo(at);
}

const same = (label) => book.pages.findIndex((page) => page.label.toLowerCase() === label.trim().toLowerCase());

/* Size */

let zoom = setting("zoom", "width");

function scale() {
  if (!book) return;
  const across = isOn("spreads") ? 2 : 1;
  // As most pages are: a turned one is fitted by itself.
  const widths = new Map();
  for (const page of book.pages) widths.set(page.width, (widths.get(page.width) ?? 0) + 1);
  const [[usual] = [595]] = [...widths].sort((one, other) => other[1] - one[1]);
  const width = usual * across;
  const height = book.pages[current]?.height ?? book.pages[0]?.height ?? 842;
  const room = pages.clientWidth - 40;
  const fits = { width: Math.min(room / width, 2.4), page: Math.min(room / width, (pages.clientHeight - 46) / height) };
  const own = Math.max(fits[zoom] ?? Number(zoom) * POINT, 0.1);
  const most = zoom in fits ? `${room / across}px` : "100000px";
  if (pages.dataset.scale !== `${own} ${most}`) {
    pages.dataset.scale = `${own} ${most}`;
    pages.style.setProperty("--scale", own);
    pages.style.setProperty("--most", most);
    repaint();
  }
  $("zoom").value = zoom;
  return own / POINT;
}

/** Does what changes how large pages are, and comes back to where one was. */
function staying(work) {
  const anchor = sheets[current];
  const part = anchor ? (pages.scrollTop - anchor.offsetTop) / anchor.offsetHeight : 0;
  work();
  scale();
  if (anchor) pages.scrollTop = anchor.offsetTop + part * anchor.offsetHeight;
}

function setZoom(to) {
  staying(() => keep("zoom", (zoom = to)));
}

function resize(by) {
  const steps = [...$("zoom").options].map((option) => Number(option.value)).filter((value) => value > 0);
  const now = scale();
  const next = by > 0 ? steps.find((one) => one > now * 1.01) : steps.findLast((one) => one < now * 0.99);
  if (next) setZoom(String(next));
}

/* Switches and views */

const isOn = (name) => document.querySelector(`[data-switch=${name}]`).getAttribute("aria-pressed") === "true";

function flip(name, on = !isOn(name)) {
  document.querySelector(`[data-switch=${name}]`).setAttribute("aria-pressed", on);
  keep(name, on);
  if (name !== "spreads") return overlayAll();
  staying(() => pages.classList.toggle("spreads", on));
}

function view(name) {
  staying(() => (document.body.dataset.view = name));
  document.querySelectorAll("button[data-view]").forEach((button) => button.setAttribute("aria-pressed", button.dataset.view === name));
  keep("view", name);
  if (name !== "pages") refreshText();
}

function show(name, on) {
  const button = name === "side" ? $("panel") : $("trouble");
  staying(() => ($(name).hidden = !(on ?? $(name).hidden)));
  button.setAttribute("aria-pressed", !$(name).hidden);
  if (name === "side" && innerWidth > 1000) keep("side", !$(name).hidden);
}

function tab(name) {
  document.querySelectorAll("[role=tab]").forEach((one) => {
    const is = one.id === `tab-${name}`;
    one.setAttribute("aria-selected", is);
    one.tabIndex = is ? 0 : -1;
    $(one.getAttribute("aria-controls")).hidden = !is;
  });
  if (name === "thumbnails") thumbnails();
  if (name === "outline") chooseHeading();
}

const state = (words, isBroken = false) => {
  $("state").textContent = words;
  $("state").toggleAttribute("data-broken", isBroken);
};

/* Outline, counts, thumbnails */

const refreshFacts = later(async () => {
  const told = await ask("/facts.json");
  if (!told) return;
  const text = JSON.stringify([told.headings, told.stats]);
  if (facts.text === text) return;
  facts = { ...told, text };
  const row = ({ level, number, title, page }, at) =>
    element("li", {}, element("button", { type: "button", "data-at": at, style: { "--level": level - 1 }, onclick: () => goTo(facts.headings[at].page, facts.headings[at].y) },
      element("span", { className: "name", textContent: number ? `${number}  ${title}` : title }),
      element("span", { className: "number", textContent: book.pages[page]?.label ?? "" })));
  $("outline").replaceChildren(element("ul", { className: "rows" }, ...facts.headings.map(row)));
  counts(told.stats);
  chooseHeading();
}, 120);

function counts({ chapters, pages, words, minutes }) {
  const row = (kind, cells) => element("tr", {}, ...cells.map((text, at) => {
    const cell = element(kind === "th" || at === 0 ? "th" : "td", { textContent: text });
    if (cell.tagName === "TH") cell.scope = kind === "th" ? "col" : "row";
    return cell;
  }));
  const number = (one) => one.toLocaleString("en");
  const cells = (name, one) => [name, number(one.pages), number(one.words), number(one.minutes)];
  const body = chapters.map((one) => row("td", cells(one.number ? `${one.number}  ${one.title}` : one.title, one)));
  $("chapters").replaceChildren(element("table", {},
    element("thead", {}, row("th", ["Chapter", "Pages", "Words", "Min"])),
    element("tbody", {}, ...body),
    element("tfoot", {}, row("td", cells("All", { pages, words, minutes })))));
}

function chooseHeading() {
  const after = facts.headings.findIndex((heading) => heading.page > current);
  choose($("outline"), (after < 0 ? facts.headings.length : after) - 1);
}

const glimpsed = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
  target.isNear = isIntersecting;
  if (isIntersecting) glimpse(target);
}), { root: $("thumbnails"), rootMargin: "200px" });

/** Draws a thumbnail that is near. */
async function glimpse(button) {
  const { digest } = button.dataset;
  if (button.shows === digest) return;
  button.shows = digest;
  const page = await tell(digest);
  if (page && button.shows === digest) button.firstChild.replaceWith(canvas(page, 110));
}

function thumbnails() {
  const list = $("thumbnails");
  if (list.hidden || !book) return;
  while (list.children.length > book.pages.length) list.lastChild.remove();
  book.pages.forEach(({ digest, label, width, height }, at) => {
    let button = list.children[at];
    if (!button) {
      button = element("button", { type: "button", "data-at": at, onclick: () => goTo(at) }, element("canvas", { "aria-hidden": "true" }), element("span", {}));
      list.append(button);
      glimpsed.observe(button);
    }
    button.setAttribute("aria-label", `Page ${label}`);
    button.lastChild.textContent = label;
    button.style.setProperty("--w", width);
    button.style.setProperty("--h", height);
    button.dataset.digest = digest;
    if (button.isNear) glimpse(button);
  });
  choose(list, current);
}

/* Search */

const search = later(async (shows) => {
  const words = $("words").value.trim();
  const hits = words ? (await ask(`/find.json?q=${encodeURIComponent(words)}`)) ?? [] : [];
  if (words !== $("words").value.trim()) return;
  found = { hits, chosen: -1 };
  const row = (hit, at) => element("li", {}, element("button", { type: "button", "data-at": at, onclick: () => chooseFound(at) },
    element("span", { className: "name" }, `…${hit.before}`, element("mark", { textContent: hit.words }), `${hit.after}…`),
    element("span", { className: "number", textContent: book.pages[hit.spots[0].page].label })));
  const told = words ? `${hits.length} ${hits.length === 1 ? "place" : "places"}` : "Nothing is looked for.";
  $("found").replaceChildren(element("p", { className: "quiet", role: "status", textContent: told }), element("ul", { className: "rows" }, ...hits.map(row)));
  if (words && shows) tab("found");
  markAll();
}, 120);

function chooseFound(at) {
  if (!found.hits.length) return;
  found.chosen = (at + found.hits.length) % found.hits.length;
  const [spot] = found.hits[found.chosen].spots;
  choose($("found"), found.chosen);
  goTo(spot.page, spot.area[1]);
  markAll();
}

/* What is wrong */

function setFaults(told) {
  faults = told.faults;
  const errors = faults.filter((fault) => fault.severity === "error").length;
  const all = faults.length + told.more;
  $("trouble").textContent = all === 1 ? "1 problem" : `${all} problems`;
  $("trouble").dataset.worst = errors ? "error" : all ? "warning" : "";
  if (!told.set) state("The book cannot be set; its last pages are shown.", true);
  const item = (fault, number) => {
    const at = fault.path ? `${fault.path}:${fault.start.line}:${fault.start.column}` : null;
    const button = at && element("button", { type: "button", textContent: at, title: "Go there", onclick: () => chooseFault(number, true) });
    return element("li", { "data-at": number },
      element("p", {}, element("span", { className: fault.severity, textContent: fault.severity }), ` [${fault.code}]`),
      element("p", { textContent: fault.message }),
      ...fault.hints.map((hint) => element("p", { className: "hint", textContent: hint })),
      ...(button ? [button] : []));
  };
  const more = told.more ? [element("li", { textContent: `${told.more} more` })] : [];
  const none = all ? [] : [element("li", { className: "quiet", textContent: "Nothing is wrong." })];
  $("list").replaceChildren(...faults.map(item), ...more, ...none);
  chosenFault = -1;
  if (book) markAll();
}

function chooseFault(number, opens) {
  if (!faults.length) return;
  chosenFault = (number + faults.length) % faults.length;
  const fault = faults[chosenFault];
  $("list").querySelector("[data-chosen]")?.removeAttribute("data-chosen");
  const item = $("list").children[chosenFault];
  item.setAttribute("data-chosen", "");
  nudge($("faults"), item);
  if (fault.spot) setPlace(fault.spot, true);
  if (fault.path && opens) openAt(new URLSearchParams({ path: fault.path, line: fault.start.line, column: fault.start.column }));
}

/* From the page to the source, and back */

function setPlace(spot, goes) {
  place = spot;
  markAll();
  if (goes) goTo(spot.page, spot.area[1]);
}

async function openAt(query) {
  const told = await ask("/open", { method: "POST", body: query });
  if (!told) return ($("where").textContent = "Nothing of the book was written here.");
  const at = `${told.path}:${told.line}:${told.column}`;
  let copied = true;
  try {
    await navigator.clipboard.writeText(at);
  } catch {
    copied = false;
  }
  const notes = [told.word && `“${told.word}”`, copied && "copied", told.opened && "opened", told.trouble].filter(Boolean);
  $("where").textContent = `${at}  ${notes.join(", ")}`;
  return told;
}

let pressed = null;
pages.addEventListener("pointerdown", (event) => (pressed = [event.clientX, event.clientY]));
pages.addEventListener("click", async (event) => {
  const sheet = event.target.closest(".sheet");
  if (!sheet || event.target.closest("button") || !getSelection().isCollapsed) return;
  if (pressed && Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 4) return;
  const page = sheet.parentElement;
  const edges = sheet.getBoundingClientRect();
  const { width, height } = book.pages[page.index];
  const x = ((event.clientX - edges.left) / edges.width) * width;
  const y = ((event.clientY - edges.top) / edges.height) * height;
  const told = await openAt(new URLSearchParams({ digest: page.digest, page: page.index, x: x.toFixed(2), y: y.toFixed(2) }));
  if (told) setPlace(told.spot, false);
});

/* The EPUB's text */

let documents = [];
let edition = 0;
let screens = setting("screens", { widths: ["390"], schemes: ["light"] });

const refreshText = later(async () => {
  const told = await ask("/text.json");
  if (!told) return;
  const before = $("document").value;
  [documents, edition] = [told.documents, told.revision];
  $("document").replaceChildren(...documents.map(({ href, title }) => element("option", { value: href, textContent: title || href })));
  if (documents.some(({ href }) => href === before)) $("document").value = before;
  else followText();
  frames();
}, 60);

/** Makes the frames what they are to be; one whose document is the same is left alone. */
function frames() {
  const document = documents.find(({ href }) => href === $("document").value);
  if (!document) return;
  const wanted = screens.widths.flatMap((width) => screens.schemes.map((scheme) => ({ width, scheme, name: `${width} px, ${scheme}` })));
  const have = new Map([...$("frames").children].map((figure) => [figure.dataset.name, figure]));
  $("frames").replaceChildren(...wanted.map(({ width, scheme, name }) => {
    const figure = have.get(name) ?? element("figure", { "data-name": name, style: { "--width": `${width}px` } },
      element("figcaption", { textContent: name }), element("div", { className: "screen" }));
    if (figure.dataset.digest !== document.digest) load(figure, document, { scheme, name });
    return figure;
  }));
}

function load(figure, { href, digest, title }, { scheme, name }) {
  const screen = figure.lastChild;
  const old = screen.querySelector("iframe:not(.coming)");
  screen.querySelectorAll(".coming").forEach((frame) => frame.remove());
  const stays = old && figure.dataset.href === href;
  Object.assign(figure.dataset, { digest, href });
  const coming = element("iframe", { className: `coming ${scheme}`, title: `${title || href}, ${name}`, sandbox: "allow-same-origin" });
  coming.src = `/text/${scheme}/${edition}/${href}`;
  coming.addEventListener("load", () => {
    if (stays) coming.contentWindow.scrollTo(0, old.contentWindow.scrollY);
    else toPage(coming);
    coming.classList.remove("coming");
    old?.remove();
  }, { once: true });
  screen.append(coming);
}

function toPage(frame) {
  const mark = frame.contentDocument?.getElementById(`page-${book.pages[current].label}`);
  mark?.scrollIntoView();
}

/** The text goes along with the pages. */
function followText() {
  if (document.body.dataset.view !== "both" || !documents.length) return;
  const { label } = book.pages[current];
  const document_ = documents.find((one) => one.pages.includes(label));
  if (!document_) return;
  if ($("document").value !== document_.href) {
    $("document").value = document_.href;
    frames();
  } else $("frames").querySelectorAll("iframe:not(.coming)").forEach(toPage);
}

function setScreens(kind, value) {
  const chosen = screens[kind];
  const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value].sort();
  if (next.length) screens = { ...screens, [kind]: next };
  keep("screens", screens);
  dressScreens();
  staying(frames);
}

function dressScreens() {
  document.querySelectorAll("[data-width]").forEach((one) => one.setAttribute("aria-pressed", screens.widths.includes(one.dataset.width)));
  document.querySelectorAll("[data-scheme]").forEach((one) => one.setAttribute("aria-pressed", screens.schemes.includes(one.dataset.scheme)));
}

/* Hands */

const on = (id, work) => $(id).addEventListener("click", work);
on("panel", () => show("side"));
on("trouble", () => show("faults"));
on("before", () => step(-1));
on("after", () => step(1));
on("smaller", () => resize(-1));
on("larger", () => resize(1));
on("keys", () => $("help").showModal());
$("zoom").addEventListener("change", () => setZoom($("zoom").value));
$("words").addEventListener("input", () => search(true));
$("search").addEventListener("submit", (event) => event.preventDefault());
$("words").addEventListener("keydown", (event) => {
  if (event.key === "Enter") chooseFound(found.chosen + (event.shiftKey ? -1 : 1));
  if (event.key === "Escape") pages.focus();
});
$("page").addEventListener("focus", () => $("page").select());
$("page").addEventListener("keydown", (event) => {
  if (event.key === "Escape") pages.focus();
  if (event.key !== "Enter") return;
  const at = same($("page").value);
  pages.focus();
  if (at >= 0) goTo(at);
  else look();
});
$("document").addEventListener("change", frames);
document.querySelectorAll("[data-switch]").forEach((one) => one.addEventListener("click", () => flip(one.dataset.switch)));
document.querySelectorAll("button[data-view]").forEach((one) => one.addEventListener("click", () => view(one.dataset.view)));
document.querySelectorAll("[data-width]").forEach((one) => one.addEventListener("click", () => setScreens("widths", one.dataset.width)));
document.querySelectorAll("[data-scheme]").forEach((one) => one.addEventListener("click", () => setScreens("schemes", one.dataset.scheme)));
const tabs = [...document.querySelectorAll("[role=tab]")];
tabs.forEach((one, at) => {
  one.addEventListener("click", () => tab(one.id.slice(4)));
  one.addEventListener("keydown", ({ key }) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!by) return;
    const next = tabs[(at + by + tabs.length) % tabs.length];
    next.focus();
    next.click();
  });
});
pages.addEventListener("scroll", () => requestAnimationFrame(look), { passive: true });
new ResizeObserver(() => requestAnimationFrame(() => staying(() => {}))).observe(pages);

const keys = {
  ArrowLeft: () => step(book?.leftward ? 1 : -1), ArrowRight: () => step(book?.leftward ? -1 : 1), PageUp: () => step(-1), PageDown: () => step(1),
  Home: () => goTo(0), End: () => goTo(sheets.length - 1),
  "/": () => { show("side", true); $("words").focus(); $("words").select(); },
  g: () => $("page").focus(),
  "?": () => $("help").showModal(),
  "+": () => resize(1), "-": () => resize(-1), "−": () => resize(-1), 0: () => setZoom("width"),
  s: () => flip("spreads"), b: () => flip("grid"), x: () => flip("boxes"),
  1: () => view("pages"), 2: () => view("both"), 3: () => view("text"),
  o: () => show("side"), f: () => show("faults"),
  n: () => chooseFault(chosenFault + 1), p: () => chooseFault(chosenFault - 1),
};
addEventListener("keydown", (event) => {
  const isWriting = event.target.matches("input, select, textarea") || $("help").open;
  const isChoosing = event.target.matches("[role=tab]") && event.key.startsWith("Arrow");
  if (isWriting || isChoosing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

/* Begin */

for (const name of ["spreads", "grid", "boxes"]) if (setting(name, false)) flip(name, true);
dressScreens();
view(setting("view", "pages"));
show("side", innerWidth > 1000 && setting("side", true));
const events = new EventSource("/events");
events.addEventListener("book", ({ data }) => setBook(JSON.parse(data)));
events.addEventListener("faults", ({ data }) => setFaults(JSON.parse(data)));
events.addEventListener("go", ({ data }) => {
  const { spot, path, line } = JSON.parse(data);
  if (!book) return;
  setPlace(spot, true);
  $("where").textContent = `${path}:${line}`;
});
events.onerror = () => state("The server has ended; this page waits for it.", true);
