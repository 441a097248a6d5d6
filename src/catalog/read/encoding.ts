import { TextDecoder } from "node:util";
import { invalidFile, type Chunks } from "./record.ts";
import type { UnpackedFile } from "./open-source.ts";

/**
 * The file's text as UTF-8 without a byte order mark.
 *
 * @param encoding as the user says (WHATWG label: `windows-1252`); null goes by the byte order mark, an XML
 * declaration, and else takes it for UTF-8
 * @throws WinnowError `invalid_file`: not text; an encoding that is not known
 */
export function toUtf8(file: UnpackedFile, encoding: string | null): UnpackedFile {
  const label = encoding ?? markedEncoding(file.head);
  const decoder = decoderOf(file.name, label);
  const binary = decoder.encoding.startsWith("utf-16") ? false : looksBinary(file.head);
  if (binary) {
    throw invalidFile(
      file.name,
      "is not text",
      "Give CSV, TSV, JSON lines, a JSON array or XML, plain or in gzip or zip.",
    );
  }
  if (decoder.encoding !== "utf-8") {
    const head = Buffer.from(decoderOf(file.name, label).decode(file.head, { stream: true }));
    return { name: file.name, head, chunks: decoded(file.chunks, decoder) };
  }
  if (!file.head.subarray(0, 3).equals(UTF8_MARK)) return file;
  return { name: file.name, head: file.head.subarray(3), chunks: withoutMark(file.chunks) };
}

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

function decoderOf(name: string, label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch (error) {
    throw invalidFile(
      name,
      `the encoding ${JSON.stringify(label)} is not known`,
      "Say utf-8, utf-16le or windows-1252.",
      error,
    );
  }
}

function markedEncoding(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const declared = /^\s*<\?xml[^>]*\sencoding=["']([\w.:-]+)["']/u.exec(head.subarray(0, 200).toString("latin1"));
  return declared?.[1] ?? "utf-8";
}

/** Text has no NUL and hardly any other control character. */
function looksBinary(head: Buffer): boolean {
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return true;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 27) controls++;
  }
  return controls * 50 > head.length;
}

async function* decoded(chunks: Chunks, decoder: TextDecoder): Chunks {
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  const rest = decoder.decode();
  if (rest !== "") yield Buffer.from(rest);
}

async function* withoutMark(chunks: Chunks): Chunks {
  let first = true;
  for await (const chunk of chunks) {
    yield first ? chunk.subarray(3) : chunk;
    first = false;
  }
}
