import { existsSync } from "node:fs";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { temporaryShop, type TemporaryShop } from "../testing/temporary-shop.ts";
import { zip } from "../testing/zip.ts";
import { streamSource } from "./read/source.ts";

let shop: TemporaryShop;
beforeAll(async () => {
  shop = await temporaryShop({
    keywords: [{ name: "season", normalizer: null }],
    numbers: [{ name: "weight_g", type: "double" }],
  });
});
afterAll(() => shop.close());

const lamp = {
  ...{ id: "L1", title: 'Desk lamp, 15" tall', brand: "Lumo", categories: ["Home > Lamps"], price: 39.9 },
  ...{ list_price: 49.9, currency: "EUR", in_stock: true, attributes: { colour: ["red"] } },
};
const chair = {
  id: "C1",
  title: "Café chair\nfor two",
  brand: "Sitz & Co",
  price: 1299,
  currency: "EUR",
  in_stock: false,
};

const csv = [
  "id,title,brand,category,price,sale_price,availability,color",
  'L1,"Desk lamp, 15"" tall",Lumo,Home > Lamps,49.90 EUR,39.90 EUR,in stock,red',
  'C1,"Café chair\nfor two",Sitz & Co,,"1,299.00 EUR",,out of stock,',
].join("\n");
const merchant = `<?xml version="1.0"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title><link>https://shop.example</link>
<item><g:id>L1</g:id><title><![CDATA[Desk lamp, 15" tall]]></title><g:brand>Lumo</g:brand>
  <g:product_type>Home &gt; Lamps</g:product_type><g:price>49.90 EUR</g:price><g:sale_price>39.90 EUR</g:sale_price>
  <g:availability>in_stock</g:availability><g:color>red</g:color>
  <g:shipping><g:country>DE</g:country><g:price>4.90 EUR</g:price></g:shipping></item>
<item><g:id>C1</g:id><title>Caf&#233; chair
for two</title><g:brand>Sitz &amp; Co</g:brand><g:price>1299 EUR</g:price><g:availability>out of stock</g:availability></item>
</channel></rss>`;
const objects = [
  {
    ...{ id: "L1", title: 'Desk lamp, 15" tall', brand: "Lumo", categories: ["Home > Lamps"], price: 39.9 },
    list_price: 49.9,
    currency: "EUR",
    in_stock: true,
    attributes: { colour: "red" },
  },
  { id: "C1", title: "Café chair\nfor two", brand: "Sitz & Co", price: 1299, currency: "EUR", in_stock: false },
];

describe("the same products come out of", () => {
  const jsonl = objects.map((each) => JSON.stringify(each)).join("\n");
  it.each<[string, string | Buffer, string]>([
    ["CSV", csv, "CSV"],
    ["CSV with CR LF and a byte order mark", `\ufeff${csv.replaceAll("\n", "\r\n")}`, "CSV"],
    ["CSV with CR alone", csv.replaceAll("\n", "\r"), "CSV"],
    ["CSV in UTF-16", Buffer.from(`\ufeff${csv}`, "utf16le"), "CSV"],
    ["JSON lines", jsonl, "JSON lines"],
    ["JSON lines in gzip", gzipSync(jsonl), "JSON lines"],
    ["a JSON array", JSON.stringify(objects), "JSON array"],
    ["a JSON array in lines", JSON.stringify(objects, null, 2), "JSON array"],
    ["an object that holds the array", JSON.stringify({ products: objects }, null, 1), "JSON array in an object"],
    ["a Merchant feed", merchant, "XML"],
    ["a Merchant feed in gzip in a zip", zip({ "feed.xml.gz": gzipSync(merchant) }), "XML"],
    [
      "a zip of two files",
      zip({ "a.csv": csv.slice(0, csv.indexOf("\nC1")), "__MACOSX/._a": "x", "b.jsonl": JSON.stringify(objects[1]) }),
      "CSV",
    ],
  ])("%s", async (_, content, format) => {
    const report = await shop.import(shop.write("given.dat", content));
    expect(report.files[0]!.format).toBe(format);
    const { L1, C1 } = await shop.products();
    expect(L1).toEqual(lamp);
    expect(C1).toEqual({ ...chair, title: "Café chair for two" });
  });
  it.each([";", "\t", "|"])("text separated by %j", async (delimiter) => {
    const rows = [
      ["sku", "name", "preis", "farbe"],
      ["L1", `"a${delimiter}b"`, '"39,90 €"', "rot"],
    ];
    await shop.import(shop.write("given.csv", rows.map((row) => row.join(delimiter)).join("\r\n")));
    expect(await shop.products()).toEqual({
      L1: {
        id: "L1",
        title: `a${delimiter}b`.trim().replace("\t", " "),
        price: 39.9,
        currency: "EUR",
        sku: "L1",
        attributes: { colour: ["rot"] },
      },
    });
  });
  it("standard input, packed or not", async () => {
    for (const content of [Buffer.from(csv), gzipSync(csv), zip({ "a.csv": csv })]) {
      // Seven bytes at a time: characters and line ends are cut in two.
      await shop.import([], {}, { sources: [streamSource("standard input", Readable.from(splitBytes(content)))] });
      expect((await shop.products())["L1"]).toEqual(lamp);
    }
  });
  it("a file in another encoding, when told which", async () => {
    await shop.import(shop.write("latin.csv", Buffer.from(csv, "latin1")), { encoding: "windows-1252" });
    expect((await shop.products())["C1"]!.title).toBe("Café chair for two");
    const path = shop.write("latin.csv", csv);
    await expect(shop.import(path, { encoding: "klingon" })).rejects.toMatchObject({ code: "invalid_file" });
  });
});

describe("an import", () => {
  it("again changes only what changed, deletes what is missing, and keeps it when asked to", async () => {
    await shop.import(shop.write("a.jsonl", '{"id":"a","title":"A"}\n{"id":"b","title":"B"}\n{"id":"c","title":"C"}'));
    const next = shop.write("b.jsonl", '{"id":"a","title":"A"}\n{"id":"b","title":"B2"}\n{"id":"d","title":"D"}');
    expect((await shop.import(next, { keepMissing: true })).counts).toEqual({
      created: 1,
      updated: 1,
      unchanged: 1,
      deleted: 0,
    });
    expect((await shop.import(next)).counts).toEqual({ created: 0, updated: 0, unchanged: 3, deleted: 1 });
    expect(Object.keys(await shop.products()).sort()).toEqual(["a", "b", "d"]);
  });
  it("takes the user's word over the guess, for fields, attributes and columns to leave out", async () => {
    const path = shop.write("a.csv", "code,name,label,cost,price,note,width\nx,N,The label,5.00,9.00,secret,3\n");
    const map = new Map([["id", "code"], ["title", "label"], ["price", "cost"], ["attributes.breadth", "width"]]); // prettier-ignore
    const report = await shop.import(path, { map, ignore: ["note"], currency: "EUR" });
    expect(await shop.products()).toEqual({
      x: {
        id: "x",
        title: "The label",
        price: 5,
        currency: "EUR",
        attributes: { name: ["N"], price: [9], breadth: [3] },
      },
    });
    expect(report.columns).toContainEqual({ column: "note", field: null });
    expect(report.columns).toContainEqual({ column: "width", field: "attributes.breadth" });
  });
  it("keeps fields that the mapping declares where they are, typed", async () => {
    await shop.import(shop.write("a.csv", "id,title,season,weight_g,fit\na,A,2024,120.5,slim\n"));
    expect(await shop.products()).toEqual({
      a: { id: "a", title: "A", attributes: { fit: ["slim"] }, season: "2024", weight_g: 120.5 },
    });
  });
  it("reads prices in cents when told to, and the shop's own currency", async () => {
    const path = shop.write("a.csv", "id,title,price,list_price\na,A,4995,5995\n");
    await shop.import(path, { priceUnit: "minor", currency: "EUR" });
    expect(await shop.products()).toMatchObject({ a: { price: 49.95, list_price: 59.95, currency: "EUR" } });
    await shop.import(path, { priceUnit: "minor", currency: "JPY" });
    expect(await shop.products()).toMatchObject({ a: { price: 4995, currency: "JPY" } });
  });
  it("leaves out values that make no sense, and says which", async () => {
    const path = shop.write(
      "a.csv",
      "id,title,rating,created,url\na,A,n/a,31/12/2024,javascript:alert(1)\nb,B,4.5,2024-12-31,/b\n",
    );
    const report = await shop.import(path);
    expect(await shop.products()).toEqual({
      a: { id: "a", title: "A" },
      b: { id: "b", title: "B", url: "/b", rating: 4.5, created_at: "2024-12-31" },
    });
    expect(report.dropped).toEqual({
      rating: { count: 1, example: "line 2: n/a" },
      created_at: { count: 1, example: "line 2: 31/12/2024" },
      url: { count: 1, example: "line 2: javascript:alert(1)" },
    });
  });
  it("tells how far it is", async () => {
    const path = shop.write(
      "a.csv.gz",
      gzipSync(`id,title\n${Array.from({ length: 30_000 }, (_, i) => `${i},T ${i}`).join("\n")}`),
    );
    const seen: number[] = [];
    let total: number | null = 0;
    await shop.import(
      path,
      {},
      {
        onProgress: ({ bytes, totalBytes }) => {
          seen.push(bytes);
          total = totalBytes;
        },
      },
    );
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(total);
  });
});

const icecat = "../shared/data/icecat_chorus";
const withIcecat = existsSync(icecat) ? it : it.skip;
if (!existsSync(icecat)) console.log(`skipped: ${icecat} is not here`);
withIcecat(
  "takes the four zips of the Icecat catalogue as one import",
  async () => {
    const report = await shop.import(
      [1, 2, 3, 4].map((n) => `${icecat}/${n}.json.zip`),
      { priceUnit: "minor" },
    );
    expect(report).toMatchObject({ read: 19_406, rejected: 0, duplicates: 0, dropped: {} });
    const product = JSON.parse((await shop.store.get("shop", "3920564"))!.source) as Record<string, unknown>;
    expect(product).toMatchObject({
      ...{ title: "Xerox 006R90321 toner cartridge Original Black 6 pc(s)", brand: "Xerox", price: 49.95 },
      ...{ gtin: ["0095205603217"], created_at: "2009-12-10T00:00:00Z" },
      attributes: { type: ["Original"], quantity_per_pack: [6], name: ["006R90321"] },
    });
  },
  60_000,
);

function splitBytes(bytes: Buffer): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(i * 7, i * 7 + 7));
}
