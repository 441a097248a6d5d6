import { WinnowError } from "../domain/errors.ts";
import type { Product } from "../domain/product.ts";
import type { ImportSession } from "../ports/product-store.ts";
import type { FieldMatcher } from "./fields/match-fields.ts";
import { toProduct, type Dropped, type ProductOptions } from "./fields/to-product.ts";
import { describeColumns, type ImportProgress, type ImportReport, type RejectedLine } from "./import-report.ts";
import type { ImportRequest } from "./import-request.ts";
import { readSource } from "./read/read-source.ts";
import { type FileRecord, notUtf8 } from "./read/record.ts";
import type { ImportSource } from "./read/source.ts";

/** Staged together: one transaction, one sync. */
const CHUNK_PRODUCTS = 1000;
const CHUNK_CHARACTERS = 4_000_000;

/** Seen before columns are judged. */
const SAMPLE_RECORDS = 200;

/** One import while it goes on: what has been read, what waits to be staged, what was wrong. */
export class ImportRun {
  readonly #request: ImportRequest;
  readonly #matcher: FieldMatcher;
  readonly #session: ImportSession;
  readonly #totalBytes: number | null;
  readonly #files: { name: string; format: string }[] = [];
  readonly #dropped = new Map<string, { count: number; example: string }>();
  readonly #lineOfId = new Map<string, string>();
  #options: ProductOptions | null = null;
  #chunk: Product[] = [];
  #chunkCharacters = 0;
  #staging: Promise<void> = Promise.resolve();
  #bytes = 0;
  #read = 0;
  #rejected = 0;
  #duplicates = 0;
  #firstRejected: RejectedLine | null = null;

  constructor(request: ImportRequest, matcher: FieldMatcher, session: ImportSession) {
    this.#request = request;
    this.#matcher = matcher;
    this.#session = session;
    const sizes = request.sources.map(({ bytes }) => bytes);
    this.#totalBytes = sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  }

  async read(source: ImportSource): Promise<void> {
    const encoding = this.#request.options?.encoding ?? null;
    const onBytes = (bytes: number): void => void (this.#bytes += bytes);
    for await (const file of readSource(source, { encoding, onBytes, signal: this.#request.signal ?? null })) {
      this.#files.push({ name: file.name, format: file.format });
      this.#request.onFile?.({ name: file.name, format: file.format });
      let sample: readonly FileRecord[] = [];
      for await (const records of file.records) {
        this.#request.signal?.throwIfAborted();
        if (this.#options === null) {
          // Not pushed: after a quote that is never closed come hundreds of thousands at once, too many for arguments.
          sample = [...sample, ...records];
          if (sample.length < SAMPLE_RECORDS) continue;
          this.#options = this.#judge(file.name, sample);
        }
        await this.#take(file.name, this.#options, sample.length > 0 ? sample : records);
        sample = [];
        this.progress("reading");
      }
      if (sample.length > 0) await this.#take(file.name, (this.#options ??= this.#judge(file.name, sample)), sample);
    }
  }

  async flush(): Promise<void> {
    await this.#stage();
    await this.#staging;
  }

  progress(phase: ImportProgress["phase"]): void {
    const [read, rejected] = [this.#read, this.#rejected];
    this.#request.onProgress?.({ phase, bytes: this.#bytes, totalBytes: this.#totalBytes, read, rejected });
  }

  /** @throws WinnowError `invalid_file` when what was read is no catalogue; `invalid_request` for columns that are not there */
  refuseIfPoor(): void {
    const where = this.#files.map(({ name }) => name).join(", ");
    for (const column of [...(this.#request.options?.map?.values() ?? []), ...(this.#request.options?.ignore ?? [])]) {
      if (this.#matcher.seen.has(column)) continue;
      throw new WinnowError("invalid_request", `${where}: no column is called ${JSON.stringify(column)}`, {
        where,
        hint: `There is ${this.#columnNames()}.`,
      });
    }
    if (this.#request.options?.force === true) return;
    if (this.#read === 0) {
      throw new WinnowError("invalid_file", `${where}: there are no products in it`, {
        where,
        hint: "See that its export has finished. What was live stays live.",
      });
    }
    if (this.#rejected * 2 <= this.#read) return;
    const first = this.#firstRejected;
    const example = first === null ? "" : `, the first in line ${first.line} because: ${first.reason}`;
    throw new WinnowError("invalid_file", `${where}: ${this.#rejected} of ${this.#read} lines are rejected${example}`, {
      where,
      hint:
        first?.reason === notUtf8
          ? "What was live stays live. Save it as UTF-8, or say what it is: --encoding windows-1252."
          : "What was live stays live. Correct the file or say which column is what; --force (force=true over HTTP) takes the rest as it is.",
    });
  }

  report(counts: ImportReport["counts"]): ImportReport {
    return {
      files: this.#files,
      columns: describeColumns(this.#matcher.seen),
      read: this.#read,
      rejected: this.#rejected,
      duplicates: this.#duplicates,
      dropped: Object.fromEntries(this.#dropped),
      counts,
    };
  }

  /** Sees from the first records whether the columns make products. @throws WinnowError `invalid_file` */
  #judge(file: string, sample: readonly FileRecord[]): ProductOptions {
    const { priceUnit = "major", currency = null, force = false } = this.#request.options ?? {};
    for (const record of sample) {
      if ("fields" in record) for (const [column] of record.fields) this.#matcher.match(column);
    }
    const found = new Set(
      [...this.#matcher.seen.values()].map((match) => (match.kind === "field" ? match.target : "")),
    );
    this.#request.onColumns?.(describeColumns(this.#matcher.seen));
    const idFrom = found.has("id") || !found.has("sku") ? "id" : "sku";
    const missing = [...(found.has(idFrom) ? [] : ["id"]), ...(found.has("title") ? [] : ["title"])];
    if (missing.length > 0 && this.#matcher.seen.size > 0 && !force) {
      throw new WinnowError("invalid_file", `${file}: no column is the ${missing.join(", none the ")}`, {
        where: file,
        hint: `Say which: --map ${missing[0]}=COLUMN. There is ${this.#columnNames()}.`,
      });
    }
    return { priceUnit, currency, idFrom };
  }

  async #take(file: string, options: ProductOptions, records: readonly FileRecord[]): Promise<void> {
    for (const record of records) {
      this.#read++;
      if ("problem" in record) {
        this.#reject({ file, line: record.line, id: null, reason: record.problem });
        continue;
      }
      const converted = toProduct(record.fields, this.#matcher, options);
      if ("problem" in converted) {
        this.#reject({ file, line: record.line, id: converted.id, reason: converted.problem });
        continue;
      }
      this.#noteDuplicate(file, record.line, converted.product.id);
      for (const each of converted.dropped) this.#noteDropped(each, record.line);
      this.#chunk.push(converted.product);
      this.#chunkCharacters += converted.characters;
      if (this.#chunk.length >= CHUNK_PRODUCTS || this.#chunkCharacters >= CHUNK_CHARACTERS) await this.#stage();
    }
  }

  /** Hands the chunk over once the one before is durable: reading goes on meanwhile, two chunks are the most there is. */
  async #stage(): Promise<void> {
    await this.#staging;
    if (this.#chunk.length === 0) return;
    this.#staging = this.#session.stage(this.#chunk);
    this.#staging.catch(() => undefined); // awaited before the next chunk and before the end
    this.#chunk = [];
    this.#chunkCharacters = 0;
  }

  #reject(line: RejectedLine): void {
    this.#rejected++;
    this.#firstRejected ??= line;
    this.#request.onRejected?.(line);
  }

  #noteDuplicate(file: string, line: number, id: string): void {
    const place = this.#files.length === 1 ? `line ${line}` : `${file}, line ${line}`;
    const before = this.#lineOfId.get(id);
    this.#lineOfId.set(id, place);
    if (before === undefined) return;
    this.#duplicates++;
    this.#request.onRejected?.({ file, line, id, reason: `has the id of ${before} and replaces it` });
  }

  #noteDropped({ field, value }: Dropped, line: number): void {
    const known = this.#dropped.get(field);
    if (known === undefined) this.#dropped.set(field, { count: 1, example: `line ${line}: ${value}` });
    else known.count++;
  }

  #columnNames(): string {
    const names = [...this.#matcher.seen.keys()];
    return names.slice(0, 30).join(", ") + (names.length > 30 ? `, and ${names.length - 30} more` : "");
  }
}
