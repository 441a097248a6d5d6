import type { Readable } from "node:stream";
import type { Answer } from "./job.ts";

/** Lines of JSON, each followed by as many bytes as it says; a cut end is left out, as if it had not come. */
export async function* readAnswers(stream: Readable): AsyncGenerator<{ answer: Answer; payload: Buffer }> {
  let chunks: Buffer[] = [];
  let have = 0;
  let wanted: { answer: Answer; bytes: number } | null = null;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    have += chunk.length;
    // A payload's chunks are joined once, when all are there.
    while (wanted === null ? chunks.at(-1)?.includes(10) === true || chunks.length > 1 : have >= wanted.bytes) {
      const all: Buffer = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      let used: number;
      if (wanted === null) {
        const end = all.indexOf(10);
        if (end < 0) {
          chunks = [all];
          break;
        }
        const answer = JSON.parse(all.toString("utf8", 0, end)) as Answer;
        wanted = { answer, bytes: answer.bytes };
        used = end + 1;
      } else {
        yield { answer: wanted.answer, payload: all.subarray(0, wanted.bytes) };
        used = wanted.bytes;
        wanted = null;
      }
      chunks = [all.subarray(used)];
      have = all.length - used;
    }
  }
}
