import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { temporaryShop, type TemporaryShop } from "../testing/temporary-shop.ts";
import { streamSource } from "./read/source.ts";
import { zip } from "../testing/zip.ts";

let shop: TemporaryShop;
beforeAll(async () => {
  shop = await temporaryShop();
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.import(shop.write("live.csv", "id,title,price\nlive,Live product,1\n"));
});

const rows = (count: number): string =>
  Array.from({ length: count }, (_, i) => `p${i},Product ${i},${i}.50`).join("\n");
const csv = (count: number): string => `id,title,price\n${rows(count)}\n`;
const jsonLine = (id: string) => JSON.stringify({ id, title: `Product ${id}` });

/** Nothing of the file is live, and what was live is. */
async function expectUntouched(): Promise<void> {
  expect(await shop.products()).toEqual({ live: { id: "live", title: "Live product", price: 1 } });
}

describe("a file that cannot be taken says why and leaves what was live", () => {
  const damagedZip = (): Buffer => {
    const bytes = zip({ "a.csv": csv(500) });
    bytes[60] = bytes[60]! ^ 0xff;
    return bytes;
  };
  it.each<[string, string | Buffer, string | RegExp]>([
    ["empty", "", "is empty"],
    ["blank", "\n \n\n", "is empty"],
    ["only a header", "id,title\n", "there are no products in it"],
    ["half a gzip", gzipSync(csv(5000)).subarray(0, 9000), "ends too early: half a file?"],
    ["a damaged gzip", Buffer.concat([gzipSync(csv(5000)).subarray(0, 9000), Buffer.alloc(500, 7)]), "is damaged"],
    ["half a zip", zip({ "a.csv": csv(5000) }).subarray(0, 9000), "the zip is damaged or cut off"],
    ["a damaged zip", damagedZip(), "the zip is damaged or cut off"],
    ["an empty zip", zip({}), "there is no file in the zip"],
    ["a workbook", zip({ "[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>" }), "is an Excel workbook"],
    ["a zip in a zip", zip({ "inner.zip": zip({ "a.csv": csv(1) }) }), "is a zip within a zip"],
    ["binary junk", Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251)), "is not text"],
    ["a PDF", "%PDF-1.7\n%âãÏÓ", "is a PDF"],
    ["a web page", "<!DOCTYPE html><html><body>Please log in</body></html>", "is a web page"],
    ["no id", "name,price\nA,1\n", /no column is the id$/u],
    ["no title", "id,price\nA,1\n", /no column is the title$/u],
    ["no header", "p1,Lamp,12.50\np2,Chair,89\n", "no column is the id, none the title"],
    [
      "a quote that takes all lines along",
      `id,title\n1,"${"a\n".repeat(250_000)}`,
      /lines are rejected, the first in line 2/u,
    ],
    ["JSON without products", '{"error":"rate limited"}', "no column is the id"],
    ["half a JSON array", '[{"id":"a","title":"A"},\n{"id":"b","ti', /line 2: the JSON array does not end/u],
    ["a JSON array that stops between", '[{"id":"a","title":"A"},\n', "the JSON array does not end"],
    ["half an XML", "<rss><channel><item><g:id>1</g:id><title>A</title></item><item>", "not well-formed XML"],
    ["broken XML", "<rss><channel>\n<item><id>1</id></title></item></channel></rss>", /line 2: not well-formed XML/u],
    ["XML without products", "<rss><channel><title>Shop</title></channel></rss>", "there are no products in it"],
    [
      "mostly wrong prices",
      "id,title,price\na,A,free\nb,B,ask us\nc,C,1\n",
      "2 of 3 lines are rejected, the first in line 2",
    ],
  ])("%s", async (name, content, message) => {
    const path = shop.write("given", content);
    await expect(shop.import(path)).rejects.toMatchObject({
      code: "invalid_file",
      message: expect.stringMatching(message) as string,
      where: expect.stringContaining(path) as string,
      hint: expect.stringMatching(/\w{4}/u) as string,
    });
    await expectUntouched();
  });
  it("a file in another encoding, and how to say which", async () => {
    const path = shop.write("latin.csv", Buffer.from("id,title\na,Kaffeem\xfchle\nb,B\xfcgeleisen\n", "latin1"));
    await expect(shop.import(path)).rejects.toMatchObject({
      message: expect.stringContaining("2 of 2 lines are rejected") as string,
      hint: expect.stringContaining("--encoding windows-1252") as string,
    });
    await expectUntouched();
  });
  it("a file that is not there, and a directory", async () => {
    const invalid = (message: string) => ({
      code: "invalid_file",
      message: expect.stringContaining(message) as string,
    });
    await expect(shop.import(join(shop.folder, "nothing"))).rejects.toMatchObject(invalid("there is no such file"));
    mkdirSync(join(shop.folder, "directory"));
    await expect(shop.import(join(shop.folder, "directory"))).rejects.toMatchObject(invalid("is a directory"));
    await expectUntouched();
  });
  it("a file that may not be read", async () => {
    const path = shop.write("secret.csv", csv(3));
    chmodSync(path, 0o000);
    // Root reads everything.
    if (process.getuid?.() === 0) return;
    await expect(shop.import(path)).rejects.toMatchObject({
      message: expect.stringContaining("may not be read") as string,
    });
  });
  it("a stream that breaks off", async () => {
    const stream = Readable.from(
      (async function* () {
        yield Buffer.from(csv(10));
        await Promise.resolve();
        throw new Error("socket hang up");
      })(),
    );
    const sources = [streamSource("the request", stream)];
    await expect(shop.import([], {}, { sources })).rejects.toMatchObject({
      code: "invalid_file",
      message: "the request: cannot be read: Error: socket hang up",
    });
    await expectUntouched();
  });
  it("one bad file among several", async () => {
    const good = shop.write("good.csv", csv(5000));
    const bad = shop.write("bad.csv.gz", gzipSync(csv(5000)).subarray(0, 9000));
    await expect(shop.import([good, bad])).rejects.toMatchObject({ where: bad });
    await expectUntouched();
  });
  it("an import that is stopped", async () => {
    const stopping = new AbortController();
    const path = shop.write("long.csv", csv(20_000));
    const onProgress = (): void => stopping.abort(new Error("stopped"));
    await expect(shop.import(path, {}, { onProgress, signal: stopping.signal })).rejects.toThrow("stopped");
    await expectUntouched();
  });
  it("a column that is not there", async () => {
    const path = shop.write("good.csv", csv(5));
    await expect(shop.import(path, { ignore: ["colour"] })).rejects.toMatchObject({
      code: "invalid_request",
      hint: "There is id, title, price.",
    });
    await expect(shop.import(path, { map: new Map([["titel", "title"]]) })).rejects.toMatchObject({
      code: "invalid_request",
      message: 'a product has no field "titel" to map a column to',
    });
    await expectUntouched();
  });
});

describe("a line that cannot be taken is listed and does not stop the rest", () => {
  const list = async (name: string, content: string | Buffer) => {
    const { read, rejected, lines } = await shop.import(shop.write(name, content));
    expect(Object.keys(await shop.products())).toHaveLength(read - lines.length);
    expect(rejected).toBeLessThanOrEqual(lines.length);
    return lines.map(({ line, id, reason }) => [line, id, reason]);
  };
  it("in CSV: prices, ids, fields, bytes, quotes, length", async () => {
    const content = Buffer.concat(
      [
        ...["id,title,price", "a,A,1", "b,B,abc", "c,C,-5", ",D,1", "e,,1", `${"x".repeat(600)},F,1`, "g,G", "h,H,1,2"],
        ...['i,"a quoted 15"" screen",1', 'j,15" screen,1', 'k,"15" screen",1', 'l,"two\nlines",1'],
        ...["a,A again,2", "m,Caf\u00e9,1", ...rows(20).split("\n")],
      ].map((line) => Buffer.from(`${line}\r\n`, line.startsWith("m,") ? "latin1" : "utf8")),
    );
    expect(await list("lines.csv", content)).toEqual([
      [3, "b", 'price "abc" is not a price'],
      [4, "c", "price -5 is below 0"],
      [5, null, "id is missing"],
      [6, "e", "title is missing"],
      [7, "x".repeat(100), "id has at most 512 characters"],
      [8, null, "has 2 fields where the header has 3"],
      [9, null, "has 4 fields where the header has 3"],
      [15, "a", "has the id of line 2 and replaces it"],
      [16, null, "holds bytes that are not UTF-8"],
    ]);
    expect(await shop.products()).toMatchObject({
      a: { title: "A again" },
      i: { title: 'a quoted 15" screen' },
      j: { title: '15" screen' },
      k: { title: '15" screen' },
      l: { title: "two lines" },
    });
  });
  it("in CSV: a quote that is never closed costs its own line", async () => {
    const lines = await list(
      "quote.csv",
      `id,title,price\n${rows(20)}\nq,"never closed,1\n${rows(20).replaceAll("p", "r")}`,
    );
    expect(lines).toEqual([[22, null, "a quote opens here that is never closed"]]);
  });
  it("in CSV: many quotes that are never closed take no longer", async () => {
    const started = performance.now();
    const bad = Array.from({ length: 50_000 }, (_, i) => `q${i},"never closed ${i},1`).join("\n");
    await list("quotes.csv", `id,title,price\n${rows(60_000)}\n${bad}\n`);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
  it("in JSON lines: what is no JSON, no object, no product", async () => {
    const content = Buffer.concat([
      Buffer.from(`${jsonLine("a")}\n{"id": "b", "title": }\n\n"text"\n[1]\n{"id":"c"}\n${jsonLine("d")}\n`),
      ...[jsonLine("e"), jsonLine("f"), jsonLine("g"), jsonLine("h")].map((line) => Buffer.from(`${line}\n`)),
      Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x0a]),
      Buffer.from(`${"[".repeat(100_000)}\n${jsonLine("i")}\n{"id":"z","title":"cut of`),
    ]);
    expect(await list("lines.jsonl", content)).toEqual([
      [2, null, expect.stringContaining("is not JSON")],
      [4, null, "is not a JSON object"],
      [5, null, "is not a JSON object"],
      [6, "c", "title is missing"],
      [12, null, "holds bytes that are not UTF-8"],
      [13, null, expect.stringContaining("is not JSON")],
      [15, null, expect.stringContaining("is not JSON")],
    ]);
  });
  it("in a JSON array: elements that are no products", async () => {
    const content = `[\n${jsonLine("a")},\n{"id": "b", "title": },\nnull,\n${["c", "d", "e", "f"].map(jsonLine).join(",")}]`;
    expect(await list("array.json", content)).toEqual([
      [3, null, expect.stringContaining("is not JSON")],
      [4, null, "is not a JSON object"],
    ]);
  });
  it.each([
    ["CSV", "id,title\na,A\n", (long: string) => `b,${long}\n`, "c,C\n"],
    ["CSV in quotes", "id,title\na,A\n", (long: string) => `b,"${long}"\n`, "c,C\n"],
    ["JSON lines", `${jsonLine("a")}\n`, (long: string) => `{"id":"b","title":"${long}"}\n`, jsonLine("c")],
    ["a JSON array", `[${jsonLine("a")},`, (long: string) => `\n{"id":"b","title":"${long}"},\n`, `${jsonLine("c")}]`],
    [
      "XML",
      "<r><item><id>a</id><title>A</title></item>",
      (long: string) => `<item><id>b</id><title>${long}</title></item>`,
      "<item><id>c</id><title>C</title></item></r>",
    ],
  ])("a line of 20 MB in %s, without holding it", async (_, before, line, after) => {
    const pieces = line("\n".padStart(20, "\n")).split("\n".repeat(20));
    const memory = process.memoryUsage().arrayBuffers;
    let most = 0;
    const stream = Readable.from(
      (function* () {
        yield Buffer.from(before + pieces[0]!);
        for (let i = 0; i < 320; i++) yield Buffer.alloc(65_536, "x");
        yield Buffer.from(pieces[1]! + after);
      })(),
    );
    const onProgress = (): void => void (most = Math.max(most, process.memoryUsage().arrayBuffers));
    const report = await shop.import(
      [],
      {},
      { sources: [streamSource("stream", stream)], onProgress, onRejected: () => 0 },
    );
    expect([report.read, report.rejected]).toEqual([3, 1]);
    expect(Object.keys(await shop.products())).toEqual(["a", "c"]);
    // Whatever is waiting to be collected included.
    expect(most - memory).toBeLessThan(60_000_000);
  });
  it("takes what is left of a file that is mostly wrong when forced to", async () => {
    const report = await shop.import(shop.write("poor.csv", "id,title,price\na,A,free\nb,B,?\nc,C,1\n"), {
      force: true,
    });
    expect(report).toMatchObject({ read: 3, rejected: 2, counts: { created: 1, deleted: 1 } });
  });
});
