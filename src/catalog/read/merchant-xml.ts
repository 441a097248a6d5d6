import { SaxesParser } from "saxes";
import { productLimits } from "../product-limits.ts";
import { invalidFile, tooLong, type Field, type FileRecord, type RecordReader } from "./record.ts";

/**
 * Google Merchant feeds (RSS 2.0 with the `g:` namespace, Atom), and any XML whose products are `item`, `entry`,
 * `product` or `offer` elements with a child a field. Prefixes are dropped; `product_detail` becomes an attribute.
 *
 * @throws WinnowError `invalid_file` where the XML is not well-formed or does not end
 */
export const readMerchantXml: RecordReader = async function* (chunks, file) {
  const parser = new SaxesParser();
  const items = new Items(() => parser.line);
  parser.on("opentag", ({ name, attributes }) => items.open(localName(name), attributes));
  parser.on("text", (text) => items.text(text));
  parser.on("cdata", (text) => items.text(text));
  parser.on("closetag", () => items.close());
  parser.on("error", (error) => {
    // HTML's own names for characters are no XML; they are read later, with the text.
    if (error.message.includes("undefined entity")) return;
    const at = `${file}, line ${parser.line}`;
    throw invalidFile(at, `not well-formed XML: ${error.message.replace(/^\d+:\d+: /u, "")}`, hint, error);
  });

  const decoder = new TextDecoder();
  let sinceTag = 0;
  for await (const chunk of chunks) {
    sinceTag = chunk.includes(0x3c) ? 0 : sinceTag + chunk.length;
    if (sinceTag > LONGEST_TEXT) {
      throw invalidFile(`${file}, line ${parser.line}`, `more than ${LONGEST_TEXT / 1e6} MB without a tag`, hint);
    }
    parser.write(decoder.decode(chunk, { stream: true }));
    yield items.take();
  }
  parser.write(decoder.decode());
  parser.close();
  yield items.take();
};

const hint = "See that the file is complete and that its exporter writes XML.";

/** The parser holds a text whole until its end. */
const LONGEST_TEXT = 64_000_000;

const itemNames = new Set(["item", "entry", "product", "offer", "shopitem"]);

/** Groups of values that are about something else than the product. */
const foreign = new Set(["shipping", "tax", "installment", "subscription_cost", "loyalty_points", "loyalty_program"]);

class Items {
  readonly #lineNow: () => number;
  #done: FileRecord[] = [];
  /** Names of the open elements from the item's child on; null outside items. */
  #path: string[] | null = null;
  #line = 0;
  #fields: Field[] = [];
  #text = "";
  #length = 0;
  #detail = { name: "", value: "" };

  constructor(lineNow: () => number) {
    this.#lineNow = lineNow;
  }

  take(): readonly FileRecord[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#text = "";
    if (this.#path !== null) {
      this.#path.push(name);
      if (name === "link" && attributes["href"] !== undefined) this.#add(["link", attributes["href"]]);
    } else if (itemNames.has(name)) {
      this.#path = [];
      this.#line = this.#lineNow();
      this.#fields = Object.entries(attributes).filter(([each]) => !each.includes(":"));
      this.#length = 0;
    }
  }

  text(text: string): void {
    if (this.#path === null) return;
    this.#length += text.length;
    if (this.#length <= productLimits.product) this.#text += text;
  }

  close(): void {
    if (this.#path === null) return;
    const name = this.#path.pop();
    const text = this.#text.trim();
    this.#text = "";
    if (name === undefined) this.#endItem();
    else if (name === "attribute_name") this.#detail.name = text;
    else if (name === "attribute_value") this.#detail.value = text;
    else if (name === "product_detail") {
      if (this.#detail.name !== "") this.#add([`attribute:${this.#detail.name}`, this.#detail.value]);
      this.#detail = { name: "", value: "" };
    } else if (text !== "" && !this.#path.some((each) => foreign.has(each))) this.#add([name, text]);
  }

  #add(field: Field): void {
    this.#fields.push(field);
  }

  #endItem(): void {
    const line = this.#line;
    if (this.#length > productLimits.product) this.#done.push({ line, problem: tooLong(productLimits.product) });
    else if (this.#fields.some(([, value]) => typeof value === "string" && value.includes("\ufffd"))) {
      this.#done.push({ line, problem: "holds bytes that are not in the file's encoding" });
    } else this.#done.push({ line, fields: this.#fields });
    this.#fields = [];
    this.#path = null;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1).toLowerCase();
}
