// The text of each page of a PDF as pdf.js, the reader of Firefox, has it: pdftext.mjs MODULES BOOK.pdf
// Pages end in form feeds. What a page shows is joined as the reader's own search joins it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, path] = process.argv.slice(2);
const { getDocument } = await import(pathToFileURL(`${modules}/pdfjs-dist/legacy/build/pdf.mjs`).href);
const document = await getDocument({ data: new Uint8Array(readFileSync(path)), verbosity: 0 }).promise;
for (let number = 1; number <= document.numPages; number += 1) {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent({ disableNormalization: true });
  process.stdout.write(items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join("") + "\f");
  page.cleanup();
}
