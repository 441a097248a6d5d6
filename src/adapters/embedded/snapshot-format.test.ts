import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Columns } from "../../domain/columns.ts";
import { HARD_SHOP_STRINGS } from "../../text/hard-shop-strings.ts";
import { HARD_UNICODE_STRINGS } from "../../text/hard-unicode-strings.ts";
import { INDEX_FORMAT } from "../../text/index-format.ts";
import { readMapping } from "../../text/read-mapping.ts";
import { createIndexWriter } from "./index-writer.ts";

/**
 * What a fixed catalogue becomes, under each format. A snapshot of another version is read as if this one had written it:
 * whatever changes these bytes (analysis, words, columns) needs another INDEX_FORMAT. Where nothing but a mapping that
 * ships with the program was changed, the new digest is enough: a catalogue keeps the mapping it was made by.
 */
const fingerprints: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: { products: "bda61d3b54e644b0", "products.german": "672f5b1dda1ecec5" },
};

it.each(["products", "products.german"])(
  "an index by mappings/%s.json has the bytes that INDEX_FORMAT stands for; if not: raise it, and add its line here",
  async (name) => {
    // The compiled file lies four folders below the root.
    const file = new URL(`../../../../mappings/${name}.json`, import.meta.url);
    const mapping = readMapping(JSON.parse(await readFile(file, "utf8")));
    const writer = createIndexWriter(mapping, []);
    const texts = [...HARD_SHOP_STRINGS, ...HARD_UNICODE_STRINGS].map(([text]) => text);
    writer.add(
      texts.map((text, i) => ({ id: `p${i}`, sequence: i + 1, source: JSON.stringify(product(text, i, texts)) })),
    );
    writer.commit();
    expect(writer.parts).toHaveLength(1);
    const { segment, lexicon } = writer.parts[0]!;
    const digest = fingerprintOf(segment, lexicon);
    expect({ format: INDEX_FORMAT, [name]: digest }).toEqual({
      format: INDEX_FORMAT,
      [name]: fingerprints[INDEX_FORMAT]?.[name],
    });
  },
);

const product = (text: string, i: number, texts: readonly string[]) => ({
  id: `p${i}`,
  title: text === "" ? "nothing" : text,
  description: `${texts[(i * 7) % texts.length]!} and ${texts[(i * 13) % texts.length]!}`,
  brand: `Brand ${i % 11}`,
  categories: [`Home > Part ${i % 5} > ${i % 2 === 0 ? "Kitchens" : "Küchen"}`],
  price: (i * 37) % 101,
  sku: `SKU-${i}/A`,
  gtin: [`40012345${String(i).padStart(5, "0")}`],
  ...(i % 9 === 0 && { group_id: `g${i % 18}` }),
  in_stock: i % 4 !== 0,
  rating: (i % 50) / 10,
  created_at: "2025-01-31T12:00:00Z",
  attributes: { colour: [i % 2 === 0 ? "Red" : "grün"], size_inch: [i % 60], waterproof: [i % 3 === 0] },
});

const fingerprintOf = (...sets: readonly Columns[]): string => {
  const hash = createHash("sha256");
  for (const set of sets) {
    for (const [name, column] of Object.entries(set)) {
      hash.update(`${name} ${column.constructor.name} ${column.length}\n`);
      hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    }
  }
  return hash.digest("hex").slice(0, 16);
};
