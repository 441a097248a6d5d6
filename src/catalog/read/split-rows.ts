import type { Chunks } from "./record.ts";

export type Row =
  | { readonly line: number; readonly bytes: Buffer }
  /** Longer than the limit, or its last quote is never closed. */
  | { readonly line: number; readonly problem: "long" | "quote" };

/**
 * Cuts a delimited file into rows at the line ends that stand outside quotes, holding at most `limit` bytes and a chunk.
 * Line ends are LF, CR LF, or CR alone in a file that has no other. Works on bytes: delimiter, quote and line end are
 * ASCII, which UTF-8 uses for nothing else.
 */
export async function* splitRows(chunks: Chunks, delimiter: string, limit: number): AsyncIterable<readonly Row[]> {
  const cutter = new RowCutter(delimiter.charCodeAt(0), limit);
  for await (const chunk of chunks) yield cutter.add(chunk);
  yield cutter.end();
}

const LF = 10;
const CR = 13;
const QUOTE = 34;

// Where in a field the scan stands.
const START = 0;
const PLAIN = 1;
const QUOTED = 2;
/** After a quote in a quoted field: the next byte tells what it was. */
const CLOSING = 3;

class RowCutter {
  readonly #delimiter: number;
  readonly #limit: number;
  #lineEnd = 0;
  /** Bytes of the row that has not ended yet. */
  #pending: Buffer = Buffer.alloc(0);
  /** How far `#pending` has been scanned. */
  #scanned = 0;
  #state = START;
  /** The line that the pending row starts on, from 1. */
  #line = 1;
  /** Skipping to the end of a line that has been given up. */
  #skipping = false;
  /** Bytes dropped before `#pending`. */
  #offset = 0;
  /** Up to here a quote was looked for in vain: another one that opens before is not waited for, or it would take for ever. */
  #searched = 0;
  #unclosed = false;

  constructor(delimiter: number, limit: number) {
    this.#delimiter = delimiter;
    this.#limit = limit;
  }

  add(chunk: Buffer): Row[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    if (this.#lineEnd === 0 && !this.#findLineEnd()) return [];
    return this.#cut(false);
  }

  end(): Row[] {
    this.#lineEnd ||= LF;
    return this.#cut(true);
  }

  /** The first chunk that shows a line end decides; a CR at its very end may still be followed by LF. */
  #findLineEnd(): boolean {
    const lf = this.#pending.includes(LF);
    const cr = this.#pending.indexOf(CR);
    if (!lf && (cr < 0 || cr === this.#pending.length - 1) && this.#pending.length <= this.#limit) return false;
    this.#lineEnd = lf || cr < 0 ? LF : CR;
    return true;
  }

  #cut(last: boolean): Row[] {
    const rows: Row[] = [];
    for (;;) {
      const end = this.#skipping ? this.#pending.indexOf(this.#lineEnd) : this.#rowEnd();
      if (end >= 0 && (this.#skipping || end <= this.#limit)) {
        if (this.#unclosed) rows.push({ line: this.#line, problem: "quote" });
        else if (!this.#skipping) rows.push({ line: this.#line, bytes: withoutCr(this.#pending.subarray(0, end)) });
        this.#drop(end + 1);
      } else if (this.#skipping) {
        this.#offset += this.#pending.length;
        this.#pending = Buffer.alloc(0);
        return rows;
      } else if (this.#pending.length > this.#limit || (last && this.#state === QUOTED)) {
        // Only the first line is given up: what follows may be sound.
        rows.push({ line: this.#line, problem: this.#endOfFirstLine() > this.#limit ? "long" : "quote" });
        this.#skipping = true;
        if (this.#state === QUOTED) this.#searched = this.#offset + this.#pending.length;
      } else {
        if (last && this.#pending.length > 0) {
          rows.push({ line: this.#line, bytes: withoutCr(this.#pending) });
          this.#drop(this.#pending.length);
        }
        return rows;
      }
    }
  }

  #endOfFirstLine(): number {
    const end = this.#pending.indexOf(this.#lineEnd);
    return end < 0 ? this.#pending.length : end;
  }

  #drop(length: number): void {
    for (let at = this.#pending.indexOf(this.#lineEnd); at >= 0 && at < length;) {
      this.#line++;
      at = this.#pending.indexOf(this.#lineEnd, at + 1);
    }
    this.#pending = this.#pending.subarray(length);
    this.#offset += length;
    this.#scanned = 0;
    this.#state = START;
    this.#skipping = false;
    this.#unclosed = false;
  }

  /** Index of the line end that closes the pending row, or -1; goes on where it stopped. */
  #rowEnd(): number {
    const bytes = this.#pending;
    let state = this.#state;
    let at = this.#scanned;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (state === QUOTED) {
        if (byte === QUOTE) state = CLOSING;
        else if (byte === this.#lineEnd && this.#offset + at < this.#searched) {
          this.#unclosed = true;
          break;
        }
        continue;
      }
      if (state === CLOSING && byte !== this.#delimiter && byte !== this.#lineEnd && byte !== CR) {
        state = QUOTED; // an escaped quote, or one that is just there
      } else if (byte === this.#lineEnd) {
        break;
      } else if (byte === this.#delimiter) {
        state = START;
      } else if (byte !== CR || state !== CLOSING) {
        state = byte === QUOTE && state === START ? QUOTED : PLAIN;
      }
    }
    this.#scanned = at;
    this.#state = state;
    return at < bytes.length ? at : -1;
  }
}

function withoutCr(row: Buffer): Buffer {
  return row.at(-1) === CR ? row.subarray(0, -1) : row;
}
