import type { Readable } from "node:stream";

const KEPT = 2000;

/** Reads streams to their end and keeps what came last. @returns what a process said before it died */
export function lastWords(streams: readonly Readable[]): () => string {
  let kept = "";
  for (const stream of streams) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      kept = (kept + text).slice(-KEPT);
    });
  }
  return () => kept.trim();
}
