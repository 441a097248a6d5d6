import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { delimitedReader, splitFields } from "./delimited.ts";
import type { FileRecord } from "./record.ts";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

describe("CSV", () => {
  const field = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", "\n", "\r\n", " ", "\u{1F600}"), maxLength: 8 });
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((columns) =>
      fc.array(fc.array(field, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 12 }),
    );
  const quoted = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  it(`is read as csv-parse reads it, wherever its bytes are cut (SEED=${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom("\n", "\r\n"),
        fc.integer({ min: 1, max: 9 }),
        async (rows, lineEnd, size) => {
          const header = rows[0]!.map((_, index) => `column ${index}`);
          const text = [header, ...rows].map((row) => row.map(quoted).join(",")).join(lineEnd);
          const theirs = parse(text, { recordDelimiter: lineEnd, relaxColumnCount: true });
          const ours = await read(Buffer.from(text), size);
          expect(ours.map((record) => ("fields" in record ? record.fields.map(([, value]) => value) : record))).toEqual(
            theirs.slice(1),
          );
          expect(ours.map(({ line }) => line)).toEqual(
            linesOf([header, ...rows].map((row) => row.map(quoted).join(","))),
          );
        },
      ),
      { seed, numRuns: 500 },
    );
  });
  it(`never throws and never loses a line in silence, whatever the bytes (SEED=${seed})`, async () => {
    const junk = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r"), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(junk, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const whole = await read(Buffer.from(`x,y\n${text}`), 1000);
        expect(await read(Buffer.from(`x,y\n${text}`), size)).toEqual(whole);
        for (const record of whole) expect("fields" in record ? record.fields.length : record.problem).toBeTruthy();
      }),
      { seed, numRuns: 500 },
    );
  });
  it.each([
    ['a,"b ""c"" d",e', ["a", 'b "c" d', "e"]],
    ['15" screen,x', ['15" screen', "x"]],
    ['"15" screen",x', ['15" screen', "x"]],
    ['"a" b,c', ['"a" b', "c"]],
    ['"","",', ["", "", ""]],
    ["", [""]],
    ['"open', ['"open']],
  ])("%j has the fields %j", (row, fields) => expect(splitFields(row, ",")).toEqual(fields));
});

async function read(bytes: Buffer, size: number): Promise<FileRecord[]> {
  const chunks = async function* () {
    await Promise.resolve();
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  const records: FileRecord[] = [];
  for await (const some of delimitedReader(",")(chunks(), "test.csv")) records.push(...some);
  return records;
}

/** The line that each row but the first starts on. */
function linesOf(rows: readonly string[]): number[] {
  let line = 1;
  return rows.map((row) => (line += row.split("\n").length)).slice(0, -1);
}
