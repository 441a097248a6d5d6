import { delimitedReader, splitFields, type Delimiter } from "./delimited.ts";
import { toUtf8 } from "./encoding.ts";
import { readJsonArray } from "./json-array.ts";
import { readJsonLines } from "./json-lines.ts";
import { readMerchantXml } from "./merchant-xml.ts";
import { openSource } from "./open-source.ts";
import { invalidFile, type RecordReader, type Records } from "./record.ts";
import type { ImportSource } from "./source.ts";

export interface RecordFile {
  readonly name: string;
  /** As shown to the user: `CSV, separated by semicolons`. */
  readonly format: string;
  readonly records: Records;
}

/** Reads a source of any known format and packing; both are told from its bytes. @throws WinnowError `invalid_file` */
export async function* readSource(
  source: ImportSource,
  options: {
    readonly encoding: string | null;
    readonly onBytes: (bytes: number) => void;
    readonly signal: AbortSignal | null;
  },
): AsyncIterable<RecordFile> {
  for await (const packed of openSource(source, options.onBytes, options.signal)) {
    const file = toUtf8(packed, options.encoding);
    const { format, read } = formatOf(file.name, file.head.toString("utf8"));
    yield { name: file.name, format, records: read(file.chunks, file.name) };
  }
}

function formatOf(name: string, head: string): { format: string; read: RecordReader } {
  const start = head.trimStart();
  if (start === "") throw invalidFile(name, "is empty", "See that its export has finished.");
  if (start.startsWith("<")) {
    if (/^<(!doctype html|html)\b/iu.test(start)) {
      throw invalidFile(name, "is a web page", "Most likely a login or error page was saved; fetch the file again.");
    }
    return { format: "XML", read: readMerchantXml };
  }
  if (start.startsWith("[")) return { format: "JSON array", read: readJsonArray };
  if (start.startsWith("{")) {
    return isJson(firstLine(start)) || !/^\{\s*"[^"]*"\s*:\s*\[/u.test(start)
      ? { format: "JSON lines", read: readJsonLines }
      : { format: "JSON array in an object", read: readJsonArray };
  }
  const delimiter = delimiterOf(firstLine(start));
  return { format: delimitedNames[delimiter], read: delimitedReader(delimiter) };
}

const delimitedNames: Readonly<Record<Delimiter, string>> = {
  ",": "CSV",
  ";": "CSV, separated by semicolons",
  "\t": "TSV",
  "|": "CSV, separated by |",
};

/** The one that cuts the header into most columns. */
function delimiterOf(header: string): Delimiter {
  const candidates: readonly Delimiter[] = ["\t", ",", ";", "|"];
  const columns = (delimiter: Delimiter) => splitFields(header, delimiter).length;
  return candidates.reduce((best, each) => (columns(each) > columns(best) ? each : best), ",");
}

function firstLine(text: string): string {
  return /^[^\r\n]*/u.exec(text)![0];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
