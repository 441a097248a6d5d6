import { isUtf8 } from "node:buffer";
import { productLimits } from "../product-limits.ts";
import { notUtf8, tooLong, type FileRecord, type RecordReader } from "./record.ts";
import { splitRows } from "./split-rows.ts";

export type Delimiter = "," | ";" | "\t" | "|";

/**
 * CSV and its kin (RFC 4180), forgiving where files in the wild are: a quote inside an unquoted field is a quote, and
 * so is one inside a quoted field unless the field ends after it. The first row names the columns. A broken row costs
 * itself only: after a quote that is never closed, reading goes on with the next line.
 */
export function delimitedReader(delimiter: Delimiter): RecordReader {
  return async function* (chunks) {
    let header: readonly string[] | null = null;
    for await (const rows of splitRows(chunks, delimiter, productLimits.product)) {
      const records: FileRecord[] = [];
      for (const row of rows) {
        if ("problem" in row) {
          records.push({
            line: row.line,
            problem: row.problem === "long" ? tooLong(productLimits.product) : openQuote,
          });
        } else if (!isUtf8(row.bytes)) {
          records.push({ line: row.line, problem: notUtf8 });
        } else {
          const fields = splitFields(row.bytes.toString("utf8"), delimiter);
          if (fields.length === 1 && fields[0]!.trim() === "") continue;
          if (header === null) header = fields.map((name) => name.trim());
          else if (fields.length === header.length) records.push(toRecord(row.line, header, fields));
          else
            records.push({
              line: row.line,
              problem: misfit(row.line, linesOf(row.bytes), fields.length, header.length),
            });
        }
      }
      yield records;
    }
  };
}

/** Cuts one row into its fields. */
export function splitFields(row: string, delimiter: string): string[] {
  if (!row.includes('"')) return row.split(delimiter);
  const fields: string[] = [];
  let start = 0;
  while (start <= row.length) {
    const end = row.charAt(start) === '"' ? closingQuote(row, start + 1, delimiter) : -1;
    if (end >= 0) {
      fields.push(row.slice(start + 1, end).replaceAll('""', '"'));
      start = end + 2;
    } else {
      const next = row.indexOf(delimiter, start);
      fields.push(row.slice(start, next < 0 ? row.length : next));
      start = next < 0 ? row.length + 1 : next + 1;
    }
  }
  return fields;
}

const openQuote = "a quote opens here that is never closed";

/** A row of several lines that does not fit most likely begins with a stray quote, which has taken sound lines along. */
function misfit(line: number, lines: number, fields: number, columns: number): string {
  const count = `has ${fields} fields where the header has ${columns}`;
  return lines === 1
    ? count
    : `lines ${line} to ${line + lines - 1} read as one row, which ${count}; look for a stray quote`;
}

/** The quote that ends a field: one before a delimiter or the end; -1 when there is none. */
function closingQuote(row: string, from: number, delimiter: string): number {
  for (let at = row.indexOf('"', from); at >= 0; at = row.indexOf('"', at + 1)) {
    if (row.charAt(at + 1) === '"') at++;
    else if (at + 1 === row.length || row.charAt(at + 1) === delimiter) return at;
  }
  return -1;
}

function toRecord(line: number, header: readonly string[], values: readonly string[]): FileRecord {
  return { line, fields: header.map((name, index) => [name, values[index]!]) };
}

function linesOf(bytes: Buffer): number {
  return bytes.toString("latin1").split(/\r\n|\n|\r/u).length;
}
