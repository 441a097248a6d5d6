import { productLimits } from "../product-limits.ts";
import { jsonRecord } from "./json-lines.ts";
import { invalidFile, tooLong, type FileRecord, type RecordReader } from "./record.ts";

/**
 * A JSON array of objects, or an object whose first array is that of the products (`{ "products": [ … ] }`), an element
 * at a time: the file is never held whole. A broken element costs itself only, as long as its brackets pair up.
 *
 * @throws WinnowError `invalid_file` when the array does not end
 */
export const readJsonArray: RecordReader = async function* (chunks, file) {
  const cutter = new ElementCutter(productLimits.product);
  for await (const chunk of chunks) yield cutter.add(chunk);
  if (cutter.state !== "after") {
    const element = cutter.state === "inside" ? `, in the element that begins there` : "";
    throw invalidFile(
      `${file}, line ${cutter.line}`,
      `the JSON array does not end${element}`,
      "The file seems to be cut off; fetch it again.",
    );
  }
};

class ElementCutter {
  state: "before" | "between" | "inside" | "after" = "before";
  /** Of the element, or of where the scan is. */
  line = 1;
  readonly #limit: number;
  #lines = 1;
  #depth = 0;
  #string = false;
  #escaped = false;
  #parts: Buffer[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): FileRecord[] {
    const records: FileRecord[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === 10) this.#lines++;
      if (this.state === "inside") {
        if (!this.#endsAt(byte)) continue;
        this.#keep(chunk.subarray(start, at));
        this.#emit(records);
        this.state = byte === 0x5d ? "after" : "between";
      } else if (this.state === "between" && byte === 0x5d) {
        this.state = "after";
      } else if (this.state === "between" && byte > 32 && byte !== 0x2c) {
        this.state = "inside";
        this.line = this.#lines;
        start = at;
        this.#endsAt(byte);
      } else if (this.state === "before" && byte === 0x5b) {
        this.state = "between";
      }
    }
    if (this.state === "inside") this.#keep(chunk.subarray(start));
    else this.line = this.#lines;
    return records;
  }

  /** Takes the next byte of an element; true when it is the comma or bracket after it. */
  #endsAt(byte: number): boolean {
    if (this.#string) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === 0x5c) this.#escaped = true;
      else if (byte === 0x22) this.#string = false;
    } else if (byte === 0x22) this.#string = true;
    else if (byte === 0x7b || byte === 0x5b) this.#depth++;
    else if (this.#depth === 0) return byte === 0x2c || byte === 0x5d;
    else if (byte === 0x7d || byte === 0x5d) this.#depth--;
    return false;
  }

  #keep(bytes: Buffer): void {
    this.#length += bytes.length;
    if (this.#length <= this.#limit) this.#parts.push(bytes);
    else this.#parts = [];
  }

  #emit(records: FileRecord[]): void {
    const record: FileRecord | null =
      this.#length > this.#limit
        ? { line: this.line, problem: tooLong(this.#limit) }
        : jsonRecord(this.line, Buffer.concat(this.#parts));
    if (record !== null) records.push(record);
    this.#parts = [];
    this.#length = 0;
  }
}
