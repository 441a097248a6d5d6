import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { fromBuffer, type ZipFile } from "yauzl";
import type { Lexicon } from "../../domain/vocabulary.ts";
import { createAnalyzers } from "../analyze-document.ts";
import { readMapping } from "../read-mapping.ts";
import { toDocument } from "../to-document.ts";
import { createLexiconBuilder } from "./lexicon-builder.ts";
import { openLexicon } from "./lexicon.ts";

const files = [1, 2, 3, 4].map((part) => `../shared/data/icecat_chorus/${part}.json.zip`);
const present = files.every((file) => existsSync(file));
if (!present) console.log(`skipped: ${files[0]!} and the like are not here`);

(present ? describe : describe.skip)("suggestions on the Icecat catalogue", () => {
  let lexicon: Lexicon;

  beforeAll(async () => {
    const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")) as unknown);
    const analyzer = createAnalyzers(mapping)["title"]!;
    const builder = createLexiconBuilder(mapping);
    for (const file of files) {
      for (const { id, title, supplier, ...rest } of await readProducts(file)) {
        const attributes = Object.entries(rest).flatMap(([name, value]) =>
          name.startsWith("attr_") && typeof value === "string" ? [[name.slice(7), [value]] as const] : [],
        );
        const product = { id, title, brand: supplier, attributes: Object.fromEntries(attributes) };
        builder.add({ document: toDocument(product, mapping), terms: { title: analyzer.terms(title) } });
      }
    }
    lexicon = openLexicon([builder.finish()]);
  }, 60_000);

  const first = (typed: string, limit = 3) =>
    lexicon.completions.complete(typed, "query", limit).map(({ text }) => text);

  it.each([
    ["lap", "laptop"],
    ["samsung g", "samsung galaxy"],
    ["hdmi ca", "hdmi cable"],
    ["bluetoth", "bluetooth mouse"],
    ["color printer", "color printer"],
    ["wirless mou", "wireless mouse"],
    ["toner c", "toner cartridge"],
    ["black toner", "black toner cartridge"],
    ["patch cabel", "patch cable"],
    ["head phones", "headphones"],
    ["wifi", "wi-fi"],
    ["usb fl", "usb flash drive"],
  ])("for %p lead with %p among the first three", (typed, expected) => {
    expect(first(typed)).toContain(expected);
  });

  it("never end in a colour, start with a number or repeat a word", () => {
    const shown = Array.from("abcdefghijklmnopqrstuvwxyz", (letter) => first(letter, 20)).flat();
    expect(shown.length).toBeGreaterThan(300);
    expect(shown.filter((text) => / (?:black|gray|white)$|^\d+ |\b(\w+) \1\b/u.test(text))).toEqual([]);
  });

  it("count products that have the words", () => {
    const [cable] = lexicon.completions.complete("hdmi cable", "query", 1);
    expect(cable!.count).toBeLessThanOrEqual(lexicon.vocabulary.frequency("hdmi"));
    expect(cable!.count).toBeGreaterThan(20);
  });

  it("know brands by their beginning and with a typo", () => {
    expect(lexicon.completions.complete("logi", "brand", 1)[0]!.text).toBe("Logitech");
    expect(lexicon.completions.complete("samsng", "brand", 1)[0]!.text).toBe("Samsung");
  });
});

interface IcecatProduct {
  readonly id: string;
  readonly title: string;
  readonly supplier: string;
  readonly [other: string]: unknown;
}

/** The products of a zip that holds one file, a JSON array. */
async function readProducts(file: string): Promise<readonly IcecatProduct[]> {
  const zip = await promisify<Buffer, object, ZipFile>(fromBuffer)(readFileSync(file), { lazyEntries: true });
  const entry = new Promise<Parameters<ZipFile["openReadStream"]>[0]>((resolve, reject) => {
    zip.once("entry", resolve);
    zip.once("error", reject);
  });
  zip.readEntry();
  const stream = await promisify(zip.openReadStream.bind(zip) as OpenStream)(await entry);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as readonly IcecatProduct[];
}

type OpenStream = (
  entry: Parameters<ZipFile["openReadStream"]>[0],
  callback: (error: Error | null, stream: NodeJS.ReadableStream) => void,
) => void;
