import { createHash, randomUUID } from "node:crypto";
import type { AnswerStore } from "../ports/answer-store.ts";
import type { ClearDisk } from "../ports/clear-disk.ts";

/** What was erased, and still lies where disks keep what is no longer read: whether there is any, and its end. */
export interface ErasedBytes {
  /** To be called before and after an erasure is marked: by then nobody can take it for cleared. Durable when resolved. */
  note(): Promise<void>;
  /** To be asked before looking whether every erasure is finished. @returns null where nothing is to be cleared */
  pending(): Promise<string | null>;
  /**
   * When every erasure is finished that was noted by then.
   *
   * @param pending as it was told
   * @returns what stays on which disk, and what to do; it is pending until that is done
   */
  clear(pending: string, patience: AbortSignal): Promise<readonly string[]>;
}

export interface ErasedBytesDeps {
  readonly store: Pick<AnswerStore, "find" | "keep">;
  readonly clearDisks: readonly ClearDisk[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Kept beside the answers of language models, the one store of JSON by a hash that both deployments have. */
export const createErasedBytes = ({ store, clearDisks, now }: ErasedBytesDeps): ErasedBytes => {
  const read = async (key: string) => ((await store.find(key))?.value ?? null) as string | null;
  const keep = (key: string, value: string) =>
    store.keep({ ...{ key, value, atMs: now(), model: "", promptVersion: "erased-bytes" }, usage: nothing });
  return {
    note: () => keep(noted, randomUUID()),
    async pending() {
      const token = await read(noted);
      return token === (await read(cleared)) ? null : token;
    },
    async clear(pending, patience) {
      const stays: string[] = [];
      for (const clearDisk of clearDisks) {
        const one = await clearDisk(patience);
        if (one !== null) stays.push(one);
      }
      if (stays.length === 0) await keep(cleared, pending);
      return stays;
    },
  };
};

const nothing = { promptTokens: 0, completionTokens: 0, costMicros: 0 };

const keyOf = (what: string): string => createHash("sha256").update(`erased bytes\n${what}`).digest("hex");
const noted = keyOf("noted");
const cleared = keyOf("cleared");
