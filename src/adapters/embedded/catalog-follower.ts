import { join } from "node:path";
import type { CatalogInfo, ProductStore } from "../../ports/product-store.ts";
import { type IndexThread, startIndexThread } from "./index-thread.ts";
import { type LiveIndex, openLiveIndex } from "./live-index.ts";
import type { OpenAnswer } from "./protocol.ts";

/** Keeps the index of one catalogue up with the store. */
export interface CatalogFollower extends AsyncDisposable {
  /** Null until the catalogue can be searched. */
  readonly live: LiveIndex | null;
  /** What the store was last seen to hold. */
  readonly seen: CatalogInfo;
  /** What went wrong at the last try; null when nothing did. */
  readonly failure: string | null;
  /** Tells what the store holds now. Resolves when the index has caught up with it, or the try to failed. */
  follow(info: CatalogInfo): Promise<void>;
}

export interface FollowerOptions {
  readonly store: Pick<ProductStore, "changes" | "mapping">;
  readonly snapshotFolder: string;
  readonly report: (event: EmbeddedEvent) => void;
  readonly onProgress: (progress: BuildProgress) => void;
}

/** Something an operator may want to read. */
export interface EmbeddedEvent {
  readonly catalog: string;
  readonly kind: "snapshot_refused" | "index_failed" | "index_trouble";
  readonly message: string;
}

export interface BuildProgress {
  readonly catalog: string;
  /** Changes taken in, of `total`. */
  readonly done: number;
  readonly total: number;
}

/** Products fetched and sent at a time: few enough that the event loop is never held for long. */
const PAGE = 400;
/** Pages on their way to the worker: it works on one while the next is fetched. */
const AHEAD = 2;

export function createCatalogFollower(first: CatalogInfo, options: FollowerOptions): CatalogFollower {
  const { store, snapshotFolder, report, onProgress } = options;
  const catalog = first.name;
  let seen = first;
  let live: LiveIndex | null = null;
  let failure: string | null = null;
  let thread: { worker: IndexThread; mappingVersion: number; sequence: number } | null = null;
  let running: Promise<void> | null = null;
  let closed = false;

  async function catchUp(): Promise<void> {
    while (!closed) {
      if (thread?.mappingVersion !== seen.mappingVersion) await startThread();
      else if (live === null || thread.sequence < seen.sequence) await takeChanges(thread);
      else return;
    }
  }

  /** A new mapping, or the first start: the old index serves until the new one is whole. */
  async function startThread(): Promise<void> {
    await thread?.worker[Symbol.asyncDispose]();
    thread = null;
    const { mappingVersion, sequence } = seen;
    const mapping = await store.mapping(catalog);
    const worker = startIndexThread({
      onState: (state) => {
        if (!closed && thread?.worker === worker) live = openLiveIndex(mapping, state, live);
      },
      onTrouble: (message) => report({ catalog, kind: "index_trouble", message }),
    });
    thread = { worker, mappingVersion, sequence: 0 };
    const file = join(snapshotFolder, `${encodeURIComponent(catalog)}.snapshot`);
    const answer = (await worker.call({ call: "open", mapping, mappingVersion, file, sequence })) as OpenAnswer;
    if (answer.refused !== null)
      report({ catalog, kind: "snapshot_refused", message: `The snapshot is built anew: ${answer.refused}.` });
    thread = { worker, mappingVersion, sequence: answer.sequence };
  }

  /** All changes there are, shown at once: a page that is not full was the last one at that moment. */
  async function takeChanges(current: NonNullable<typeof thread>): Promise<void> {
    const from = current.sequence;
    const target = seen.sequence;
    const onTheWay: Promise<unknown>[] = [];
    let sequence = from;
    let taken = 0;
    for (;;) {
      const changes = await store.changes(catalog, sequence, PAGE);
      if (closed) return;
      if (changes.length > 0) {
        sequence = changes.at(-1)!.sequence;
        taken += changes.length;
        onTheWay.push(current.worker.call({ call: "add", changes }));
        if (onTheWay.length > AHEAD) await onTheWay.shift();
        onProgress({ catalog, done: taken, total: Math.max(taken, Math.min(seen.products, target - from)) });
      }
      if (changes.length < PAGE) break;
    }
    await Promise.all(onTheWay);
    // Deleted products may have left no change behind: the store's own count is then ahead of the last change.
    const reached = Math.max(sequence, target);
    await current.worker.call({ call: "commit", sequence: reached });
    thread = { ...current, sequence: reached };
  }

  return {
    get live() {
      return live;
    },
    get seen() {
      return seen;
    },
    get failure() {
      return failure;
    },
    async follow(info) {
      seen = info;
      running ??= catchUp()
        .then(() => void (failure = null))
        .catch(async (error: unknown) => {
          // The next try starts over with a new thread; what is live stays live.
          await thread?.worker[Symbol.asyncDispose]();
          thread = null;
          failure = error instanceof Error ? error.message : String(error);
          if (!closed) report({ catalog, kind: "index_failed", message: failure });
        })
        .finally(() => {
          running = null;
        });
      await running;
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      await thread?.worker[Symbol.asyncDispose]();
      await running;
    },
  };
}
