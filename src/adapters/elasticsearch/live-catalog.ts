import type { Columns } from "../../domain/columns.ts";
import type { Lexicon } from "../../domain/vocabulary.ts";
import type { ProductChange, ProductStore } from "../../ports/product-store.ts";
import type { RetrievalStats } from "../../ports/retrieval.ts";
import { openLexicon } from "../../text/lexicon/lexicon.ts";
import { type CatalogRecord, mappingOf } from "./catalogs.ts";
import { createFields } from "./fields.ts";
import { type LexiconThread, startLexiconThread } from "./lexicon-thread.ts";
import type { SearchContext } from "./search-context.ts";
import type { Storage } from "./storage.ts";

/** What searches of a catalogue read; replaced as a whole by one reference. */
export interface LiveState extends SearchContext {
  readonly lexicon: Lexicon;
  readonly stats: RetrievalStats;
}

/** Keeps this process's view of a catalogue up with what is stored: its mapping, its words, its counts. */
export interface LiveCatalog extends AsyncDisposable {
  /** Null until it can be searched. */
  readonly state: LiveState | null;
  /** What the store was last seen to hold. */
  readonly seen: CatalogRecord;
  /** What went wrong at the last try; null when nothing did. */
  readonly failure: string | null;
  /** Tells what is on record now. Resolves when this process has caught up with it, or the try to failed. */
  follow(record: CatalogRecord): Promise<void>;
}

const PAGE = 500;
/** Writers may number a change before another and make it after: recent ones are read again for this long. */
const OVERLAP_MS = 5000;
/** An alias that has not followed its record for so long is moved: the import died between the two. */
const ALIAS_LATE_MS = 3000;

export function createLiveCatalog(
  first: CatalogRecord,
  storage: Storage,
  store: Pick<ProductStore, "changes" | "catalog">,
): LiveCatalog {
  const { name } = first;
  let seen = first;
  let state: LiveState | null = null;
  let failure: string | null = null;
  let words: Words | null = null;
  let running: Promise<void> | null = null;
  let closed = false;
  let aliasCheckedFor = "";
  let indexSeenAtMs = 0;

  async function catchUp(): Promise<void> {
    if (words?.record.index !== seen.index) {
      const next = await openWords(seen, storage);
      await takeChanges(next, store);
      await show(next, seen);
      await words?.thread[Symbol.asyncDispose]();
      words = next;
      indexSeenAtMs = Date.now();
    }
    while (!closed && (words.reached < seen.sequence || isRecent(words))) {
      const record = seen;
      const brought = await takeChanges(words, store);
      if (brought || state?.stats.sequence !== record.sequence) await show(words, record);
      if (words.reached >= record.sequence) break;
      // A number whose change is not there: its writer died, or is about to make it.
      words.reached = record.sequence;
    }
    if (state !== null && state.hasVariants !== seen.hasVariants) state = { ...state, hasVariants: seen.hasVariants };
    await checkAlias();
  }

  async function show(own: Words, record: CatalogRecord): Promise<void> {
    const parts = await own.thread.finish(true);
    const { products } = await store.catalog(name);
    const mapping = mappingOf(record);
    const known = state?.mapping;
    const isSame = known !== undefined && own === words;
    const stats = {
      products,
      sequence: record.sequence,
      bytes: await bytesOf(storage, record.index),
      segments: parts.length + (own.base === null ? 0 : 1),
    };
    state = {
      mapping: isSame ? known : mapping,
      fields: isSame ? state!.fields : createFields(mapping),
      hasVariants: record.hasVariants,
      lexicon: openLexicon(own.base === null ? parts : [own.base, ...parts]),
      stats,
    };
  }

  async function checkAlias(): Promise<void> {
    if (aliasCheckedFor === seen.index) return;
    const alias = storage.names.alias(name);
    const call = { method: "HEAD", path: `/${seen.index}/_alias/${alias}`, accept: [404] } as const;
    const { status } = await storage.connection.call(call, { ms: 10_000 });
    if (status !== 404) aliasCheckedFor = seen.index;
    else if (Date.now() - indexSeenAtMs > ALIAS_LATE_MS) await storage.indices.pointAlias(name, seen.index);
  }

  return {
    get state() {
      return state;
    },
    get seen() {
      return seen;
    },
    get failure() {
      return failure;
    },
    async follow(record) {
      // An older answer may come in after a newer one.
      if (record.sequence >= seen.sequence || record.mappingVersion !== seen.mappingVersion) seen = record;
      while (running !== null) await running;
      running = catchUp()
        .then(() => void (failure = null))
        .catch((error: unknown) => {
          failure = error instanceof Error ? error.message : String(error);
        })
        .finally(() => {
          running = null;
        });
      await running;
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      await running;
      await words?.thread[Symbol.asyncDispose]();
    },
  };
}

/** The words of one index: as they were when it was put in place, and the changes since. */
interface Words {
  readonly record: CatalogRecord;
  readonly base: Columns | null;
  readonly thread: LexiconThread;
  /** Up to which change they are counted. */
  reached: number;
  /** Sequences of the latest changes, so that one read again is not counted again. */
  readonly recent: Map<string, number>;
  changedAtMs: number;
  /** Reached some seconds ago. */
  settled: number;
}

async function openWords(record: CatalogRecord, { artefacts }: Storage): Promise<Words> {
  const artefact = await artefacts.read(record.index);
  const reached = artefact?.sequence ?? 0;
  return {
    record,
    base: artefact?.part ?? null,
    thread: startLexiconThread(mappingOf(record)),
    reached,
    recent: new Map(),
    changedAtMs: 0,
    settled: reached,
  };
}

function isRecent({ changedAtMs }: Words): boolean {
  return Date.now() - changedAtMs < OVERLAP_MS;
}

/** @returns whether there were any */
async function takeChanges(words: Words, store: Pick<ProductStore, "changes">): Promise<boolean> {
  let brought = false;
  if (!isRecent(words)) {
    words.settled = words.reached;
    words.recent.clear();
  }
  for (let from = words.settled; ;) {
    const changes = await store.changes(words.record.name, from, PAGE);
    const fresh = changes.filter(({ id, sequence }) => words.recent.get(id) !== sequence);
    if (fresh.length > 0) {
      brought = true;
      words.changedAtMs = Date.now();
      for (const { id, sequence } of fresh) words.recent.set(id, sequence);
      await words.thread.add(fresh.filter(hasSource), true);
    }
    if (changes.length > 0) from = changes.at(-1)!.sequence;
    words.reached = Math.max(words.reached, from);
    if (changes.length < PAGE) return brought;
  }
}

function hasSource(change: ProductChange): change is ProductChange & { readonly source: string } {
  return change.source !== null;
}

/** 0 where the role may not ask. */
async function bytesOf({ connection }: Storage, index: string): Promise<number> {
  interface Stats {
    readonly _all: { readonly primaries: { readonly store?: { readonly size_in_bytes: number } } };
  }
  const call = { method: "GET", path: `/${index}/_stats/store`, accept: [403, 404] } as const;
  const { body } = await connection.call<Partial<Stats>>(call, { ms: 10_000 });
  return body._all?.primaries.store?.size_in_bytes ?? 0;
}
