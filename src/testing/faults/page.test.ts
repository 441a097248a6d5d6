import { readFileSync } from "node:fs";
import { notRun, readSeen, renderPage } from "./page.ts";
import { rows } from "./rows.ts";

const file = new URL("../../../../docs/faults.md", import.meta.url);

it("docs/faults.md says what the table says; else `npm run bench -- faults` writes it anew", () => {
  const page = readFileSync(file, "utf8");
  const seen = readSeen(page);
  expect(page).toBe(renderPage(rows, seen));
  expect(rows.filter(({ id }) => (seen.get(id) ?? notRun) === notRun).map(({ id }) => id)).toEqual([]);
});

it("each row has a name of its own", () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});
