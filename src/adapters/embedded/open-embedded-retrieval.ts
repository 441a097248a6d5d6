import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Deadline } from "../../domain/deadline.ts";
import { WinnowError } from "../../domain/errors.ts";
import type { RetrievalPlan, Retrieved } from "../../domain/retrieval.ts";
import { retrieve } from "../../engine/retrieve.ts";
import type { CatalogInfo, ProductStore } from "../../ports/product-store.ts";
import type { Retrieval } from "../../ports/retrieval.ts";
import {
  type BuildProgress,
  type CatalogFollower,
  createCatalogFollower,
  type EmbeddedEvent,
} from "./catalog-follower.ts";
import type { LiveIndex } from "./live-index.ts";

export type { BuildProgress, EmbeddedEvent } from "./catalog-follower.ts";

export interface EmbeddedOptions {
  readonly store: Pick<ProductStore, "catalogs" | "catalog" | "mapping" | "changes">;
  /** Made when missing; holds one file a catalogue. */
  readonly snapshotFolder: string;
  /** Only these; all of the store's without it. */
  readonly catalogs?: readonly string[];
  readonly report?: (event: EmbeddedEvent) => void;
  /** Called while changes are taken in. */
  readonly onProgress?: (progress: BuildProgress) => void;
  /** How often the store is asked for news. */
  readonly pollMs?: number;
}

/**
 * Retrieval by our own index, in this process: it follows the store, whoever writes to it. Resolves at once; a
 * catalogue answers `not_ready` until its snapshot is loaded or its index built, which `refresh` waits for.
 */
export async function openEmbeddedRetrieval(options: EmbeddedOptions): Promise<Retrieval> {
  const { store, snapshotFolder, pollMs = 200, report = () => undefined, onProgress = () => undefined } = options;
  await mkdir(snapshotFolder, { recursive: true });
  const followers = new Map<string, CatalogFollower>();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function follow(info: CatalogInfo): Promise<void> {
    let follower = followers.get(info.name);
    if (follower === undefined) {
      follower = createCatalogFollower(info, { store, snapshotFolder, report, onProgress });
      followers.set(info.name, follower);
    }
    return follower.follow(info);
  }

  async function look(): Promise<void> {
    const infos = await store.catalogs();
    if (closed) return;
    const wanted = infos.filter(({ name }) => options.catalogs?.includes(name) ?? true);
    for (const info of wanted) void follow(info);
    const names = new Set(wanted.map(({ name }) => name));
    for (const [name, follower] of followers) {
      if (names.has(name)) continue;
      followers.delete(name);
      await follower[Symbol.asyncDispose]();
      await rm(join(snapshotFolder, `${encodeURIComponent(name)}.snapshot`), { force: true });
    }
  }

  function poll(): void {
    timer = setTimeout(() => {
      // A store that does not answer now is asked again; whoever writes to it sees the error.
      void look()
        .catch(() => undefined)
        .finally(() => closed || poll());
    }, pollMs);
    timer.unref();
  }

  function followerOf(catalog: string): CatalogFollower {
    const found = followers.get(catalog);
    if (found === undefined) throw new WinnowError("catalog_not_found", `There is no catalogue “${catalog}”.`);
    return found;
  }

  function liveOf(catalog: string): LiveIndex {
    const { live, failure } = followerOf(catalog);
    if (live !== null) return live;
    if (failure !== null) throw new WinnowError("engine_unavailable", failure, { retryAfterS: 5 });
    throw new WinnowError("not_ready", `The catalogue “${catalog}” is being indexed.`, { retryAfterS: 2 });
  }

  function answer(plan: RetrievalPlan, deadline: Deadline): Retrieved {
    if (deadline.signal.aborted || deadline.remainingMs() <= 0)
      throw new WinnowError("deadline_exceeded", "There was no time left to search.");
    return retrieve(liveOf(plan.catalog).index, plan);
  }

  await look();
  poll();
  return {
    // What the executor throws rejects the promise.
    retrieve: (plan, deadline) => new Promise((resolve) => resolve(answer(plan, deadline))),
    mapping: (catalog) => liveOf(catalog).index.mapping,
    lexicon: (catalog) => liveOf(catalog).lexicon,
    async refresh(catalog) {
      const info = await store.catalog(catalog);
      await follow(info);
      const { live, failure } = followerOf(catalog);
      if (live?.mappingVersion !== info.mappingVersion || live.sequence < info.sequence)
        throw new WinnowError("engine_unavailable", failure ?? "The index could not catch up.", { retryAfterS: 5 });
    },
    stats(catalog) {
      const { index, sequence, bytes } = liveOf(catalog);
      return { products: index.documents, sequence, bytes, segments: index.parts.length };
    },
    health(catalog) {
      const { live, seen, failure } = followerOf(catalog);
      const lag = seen.sequence - (live?.sequence ?? 0);
      return { ready: live !== null, lag: Math.max(0, lag), ...(failure !== null && { detail: failure }) };
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      clearTimeout(timer);
      await Promise.all([...followers.values()].map((follower) => follower[Symbol.asyncDispose]()));
    },
  };
}
