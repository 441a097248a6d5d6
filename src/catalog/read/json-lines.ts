import { isUtf8 } from "node:buffer";
import type { JsonObject } from "../../domain/json.ts";
import { productLimits } from "../product-limits.ts";
import { notUtf8, tooLong, type FileRecord, type RecordReader } from "./record.ts";

/** One JSON object a line (JSONL, NDJSON). A broken line costs itself only. Holds one line and a chunk at most. */
export const readJsonLines: RecordReader = async function* (chunks) {
  const limit = productLimits.product;
  let pending: Buffer[] = [];
  let length = 0;
  let line = 1;

  const endLine = (records: FileRecord[], rest: Buffer): void => {
    if (length + rest.length > limit) records.push({ line, problem: tooLong(limit) });
    else {
      const record = jsonRecord(line, pending.length === 0 ? rest : Buffer.concat([...pending, rest]));
      if (record !== null) records.push(record);
    }
    pending = [];
    length = 0;
    line++;
  };
  for await (const chunk of chunks) {
    const records: FileRecord[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      endLine(records, chunk.subarray(start, end));
      start = end + 1;
    }
    length += chunk.length - start;
    if (length <= limit) pending.push(chunk.subarray(start));
    else pending = [];
    yield records;
  }
  const records: FileRecord[] = [];
  endLine(records, Buffer.alloc(0));
  yield records;
};

/** Null for an empty line. */
export function jsonRecord(line: number, bytes: Buffer): FileRecord | null {
  if (!isUtf8(bytes)) return { line, problem: notUtf8 };
  const text = bytes.toString("utf8").trim();
  if (text === "") return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { line, problem: `is not JSON: ${error instanceof Error ? error.message.slice(0, 120) : ""}` };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { line, problem: "is not a JSON object" };
  }
  return { line, fields: Object.entries(value as JsonObject) };
}
