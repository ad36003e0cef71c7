"use strict";
// The search of a web edition. Its index is a script beside this one, which hands over the texts when it is first needed;
// so it works from a disk as well, where pages may read no files. Texts become text nodes: nothing in a book is markup.
{
  const MOST = 40; // results that are listed
  const AROUND = 70; // characters of a snippet on either side of what was found

  const form = document.querySelector("form.search");
  const field = form.querySelector("input");
  const panel = form.querySelector(".found");
  const status = panel.querySelector("p");
  const list = panel.querySelector("ol");
  const word = status.dataset;

  let texts = null; // [{file, title, anchor, page, heading, text, folded}]
  let asked = false;

  // Letters that no decomposition takes apart, as readers type them.
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ħ: "h", ı: "i", þ: "th", "’": "'", "‘": "'", "‐": "-", "‑": "-" };
  const MARKS = /[\p{M}\u00ad\u0640\u200b-\u200f\u2060]/gu;

  /** A text without capitals and marks; an index's order makes no difference between them either. */
  const fold = (text) =>
    text.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(MARKS, "").replace(/[ßæœøđðłħıþ’‘‐‑]/g, (letter) => LETTERS[letter]);

  window.receiveIndex = (index) => {
    texts = index.pages.flatMap(({ file, title, texts }) =>
      texts.map(([anchor, page, heading, text]) => ({ file, title, anchor, page, heading, text, folded: fold(text) })));
    search();
  };

  const load = () => {
    if (asked) return;
    asked = true;
    const script = document.createElement("script");
    script.src = "search-index.js";
    document.head.append(script);
  };

  /** How well a text fits: 0 where a word is missing; more for a phrase, for whole words, and for words of its heading. */
  const weight = (one, phrase, words) => {
    if (!words.every((word) => one.folded.includes(word))) return 0;
    const heading = fold(one.heading);
    const begins = (word) => new RegExp(`(^|[^\\p{L}\\p{N}])${word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}`, "u").test(one.folded);
    const title = fold(one.title);
    return 1 + 4 * words.filter((word) => title.includes(word)).length + (words.length > 1 && one.folded.includes(phrase) ? 4 : 0) + words.filter(begins).length
      + 3 * words.filter((word) => heading.includes(word)).length;
  };

  /** The places of words in a text, each as [from, to]. Characters are folded one by one, to be found again. */
  const places = (text, words) => {
    const from = [];
    let folded = "";
    let at = 0;
    for (const character of text) {
      const part = fold(character);
      for (let unit = 0; unit < part.length; unit += 1) from.push(at);
      folded += part;
      at += character.length;
    }
    from.push(at);
    const found = [];
    for (const word of words) {
      for (let start = folded.indexOf(word); start >= 0 && found.length < 400; start = folded.indexOf(word, start + word.length)) {
        found.push([from[start], Math.max(from[start + word.length], from[start] + 1)]);
      }
    }
    return found.sort((one, other) => one[0] - other[0]);
  };

  /** The surroundings of the first word found, with all that were found in them marked. */
  const snippet = (text, words) => {
    const found = places(text, words);
    const first = found.length ? found[0][0] : 0;
    const space = (at, step) => {
      for (let near = at; Math.abs(near - at) < 20 && near > 0 && near < text.length; near += step) if (text[near] === " ") return near;
      return at;
    };
    const from = first > AROUND ? space(first - AROUND, 1) : 0;
    const to = first + 2 * AROUND < text.length ? space(first + 2 * AROUND, -1) : text.length;
    const line = document.createElement("span");
    let at = from;
    if (from > 0) line.append("… ");
    for (const [start, end] of found) {
      if (start < at || end > to) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      line.append(text.slice(at, start), mark);
      at = end;
    }
    line.append(text.slice(at, to), to < text.length ? " …" : "");
    return line;
  };

  const result = (one, words) => {
    const link = document.createElement("a");
    link.href = one.anchor ? `${one.file}#${encodeURIComponent(one.anchor)}` : one.file;
    link.addEventListener("click", () => { panel.hidden = true; });
    const place = document.createElement("span");
    place.className = "place";
    place.textContent = one.heading && !one.title.endsWith(one.heading) && one.heading !== one.title ? `${one.title} · ${one.heading}` : one.title;
    if (one.page) {
      const page = document.createElement("span");
      page.className = "page";
      page.textContent = ` · ${word.page} ${one.page}`;
      place.append(page);
    }
    link.append(place, snippet(one.text, words));
    const item = document.createElement("li");
    item.append(link);
    return item;
  };

  const search = () => {
    const phrase = fold(field.value).trim();
    const words = [...new Set(phrase.split(/\s+/).filter(Boolean))];
    panel.hidden = words.length === 0 || !texts;
    if (panel.hidden) return;
    const found = texts
      .map((one, at) => ({ one, at, weight: weight(one, phrase, words) }))
      .filter(({ weight }) => weight > 0)
      .sort((one, other) => other.weight - one.weight || one.at - other.at);
    status.textContent = word.found.replace("{number}", found.length);
    list.replaceChildren(...found.slice(0, MOST).map(({ one }) => result(one, words)));
  };

  let waiting = 0;
  field.addEventListener("focus", load);
  field.addEventListener("input", () => {
    load();
    clearTimeout(waiting);
    waiting = setTimeout(search, 80);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.focus();
  });
  // Escape puts the results away; arrows go from one to the next.
  form.addEventListener("keydown", (event) => {
    const links = [field, ...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      panel.hidden = true;
      field.focus();
    } else if (!panel.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp") && at >= 0) {
      const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        next.focus();
        event.preventDefault();
      }
    }
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) panel.hidden = true;
  });
  form.hidden = false;
}
