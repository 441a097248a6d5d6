import type { Readable } from "node:stream";
import { WinnowError } from "../domain/errors.ts";
import { limits } from "../wire/limits.ts";
import type { BulkLineAnswer } from "../wire/product.ts";
import { type Line, readLines } from "./lines.ts";
import { decodeUtf8, parseJson } from "./read-body.ts";
import type { Shop, WriteLine, WriteOutcome } from "./shop.ts";

type Products = Pick<Shop["products"], "write">;

/** One transaction holds this many lines or bytes, whichever comes first. */
const batch = { lines: 500, bytes: 1024 * 1024 };

/** What the answer may grow to in memory: about four million lines. */
const maxLines = 4_000_000;

/**
 * Writes the lines of a body in order, a transaction a batch.
 *
 * Answers are held until the body has been read: a client that sends everything before it reads anything would
 * otherwise wait for us while we wait for it.
 *
 * @returns NDJSON, a line for each line that is not empty
 * @throws WinnowError `catalog_not_found`; all else is told in the line's answer
 */
export const writeBulk = async (body: Readable, catalog: string, products: Products): Promise<string> => {
  let answers = "";
  let pending: Line[] = [];
  let bytes = 0;
  let count = 0;
  const flush = async () => {
    for (const answer of await writeBatch(pending, catalog, products)) answers += `${JSON.stringify(answer)}\n`;
    pending = [];
    bytes = 0;
  };
  for await (const line of readLines(body, limits.bodyBytes)) {
    if (++count > maxLines) throw new WinnowError("payload_too_large", `The body has more than ${maxLines} lines.`);
    pending.push(line);
    bytes += line.bytes?.length ?? 0;
    if (pending.length >= batch.lines || bytes >= batch.bytes) await flush();
  }
  await flush();
  return answers;
};

const writeBatch = async (
  lines: readonly Line[],
  catalog: string,
  products: Products,
): Promise<readonly BulkLineAnswer[]> => {
  const read = lines.map(readLine);
  const writes = read.flatMap((one) => ("error" in one ? [] : [one]));
  const outcomes = (await write(writes, catalog, products))[Symbol.iterator]();
  return read.map((one, i) =>
    toAnswer(lines[i]!.number, "error" in one ? { id: null, error: one.error } : outcomes.next().value!),
  );
};

const write = async (
  writes: readonly WriteLine[],
  catalog: string,
  products: Products,
): Promise<readonly WriteOutcome[]> => {
  try {
    return await products.write(catalog, writes);
  } catch (error) {
    // What went before in this body is durable and has its answer: so have these.
    if (!(error instanceof WinnowError) || error.code === "catalog_not_found") throw error;
    return writes.map((one) => ({ id: "delete" in one ? one.delete : null, error }));
  }
};

const readLine = ({ bytes }: Line): WriteLine | { readonly error: WinnowError } => {
  if (bytes === null) {
    return { error: new WinnowError("payload_too_large", `The line has more than ${limits.bodyBytes} bytes.`) };
  }
  try {
    const value = parseJson(decodeUtf8(bytes));
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new WinnowError("invalid_product", "The line is not a JSON object.", {
        hint: 'A product, or {"delete": id}.',
      });
    }
    if (!("delete" in value) || "title" in value) return { put: value };
    if (typeof value.delete === "string" && value.delete !== "" && Object.keys(value).length === 1)
      return { delete: value.delete };
    throw new WinnowError("invalid_product", "A line that deletes has one id and nothing else.", {
      hint: '{"delete": "a-1"}',
    });
  } catch (error) {
    if (error instanceof WinnowError) return { error };
    throw error;
  }
};

const toAnswer = (line: number, outcome: WriteOutcome): BulkLineAnswer => {
  if ("result" in outcome) return { line, id: outcome.id, status: outcome.result };
  const { code, message, where, hint } = outcome.error;
  return {
    line,
    id: outcome.id,
    status: "rejected",
    error: {
      code,
      detail: message,
      ...(where === undefined ? {} : { where }),
      ...(hint === undefined ? {} : { hint }),
    },
  };
};
