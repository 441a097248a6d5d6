import { expire } from "../ranking/state/expire.ts";
import { fold } from "../ranking/state/fold.ts";
import { behaviourIsOff, behaviourOffHint } from "./behaviour-off.ts";
import { WinnowError } from "./domain/errors.ts";
import { type Accept, createAccept, refuseTime, type Rejected } from "./events/accept.ts";
import { createErasedBytes, type ErasedBytes } from "./events/erased-bytes.ts";
import { eraseUser } from "./events/erase.ts";
import { createEventProducts } from "./events/event-products.ts";
import { createFolder, type Folder } from "./events/fold.ts";
import { createImpressionWriter, type ImpressionWriter } from "./events/impression-writer.ts";
import { pseudonym } from "./events/pseudonym.ts";
import { toClientImpression } from "./events/to-client-impression.ts";
import type { CatalogMapping } from "./domain/mapping.ts";
import type { NewSearch } from "./domain/new-event.ts";
import type { Shop } from "./http/shop.ts";
import type { Report } from "./observe/report.ts";
import type { Stores } from "./open-engine.ts";
import type { Retrieval } from "./ports/retrieval.ts";
import type { SynonymRule } from "./query/synonyms.ts";
import { parse } from "./search/parse.ts";
import { scrub } from "./text/scrub.ts";
import type { ReadEvent } from "./wire/events.ts";

export interface BehaviourDeps {
  readonly stores: Pick<
    Stores,
    | "products"
    | "keys"
    | "keepsBehaviour"
    | "foldEveryMs"
    | "events"
    | "counters"
    | "sessions"
    | "answers"
    | "clearDisks"
  >;
  readonly retrieval: Retrieval;
  readonly synonyms: (catalog: string) => readonly SynonymRule[];
  readonly report: Report;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What shoppers do, on its way into the log and the counters. Folding begins with `folder.start()`. */
export interface Behaviour extends AsyncDisposable {
  readonly impressions: ImpressionWriter;
  readonly folder: Folder;
  readonly erasedBytes: ErasedBytes;
  readonly events: Shop["events"];
  readonly users: Shop["users"];
  /** Of a shop's token for a user or a session. */
  readonly pseudonym: (token: string) => string;
}

export const openBehaviour = async (deps: BehaviourDeps): Promise<Behaviour> => {
  const { stores, report, now } = deps;
  if (!stores.keepsBehaviour)
    report.log.warn({ hint: behaviourOffHint }, "learning is off: behaviour is not kept here");
  const secret = await stores.keys.secret("pseudonyms");
  const toPseudonym = (token: string) => pseudonym(secret, token);
  const impressions = createImpressionWriter({
    store: stores.events,
    onDropped: (count, why, error) => report.impressionsDropped(count, why, error),
  });
  const products = createEventProducts({ store: stores.products, mapping: (catalog) => mappingOf(deps, catalog), now });
  const accept = createAccept({
    store: {
      searches: (catalog, queryIds) => stores.events.searches(catalog, queryIds),
      append: async (events) => {
        const appended = await stores.events.append(events);
        events.forEach((event, i) => {
          if (appended[i]?.duplicate === false) report.eventTaken(event, appended[i].repeat);
        });
        return appended;
      },
    },
    sessions: {
      // The events are durable: without their sessions the next searches know a little less, and nobody has to resend.
      add: (catalog, session, entries) =>
        stores.sessions.add(catalog, session, entries).catch((error: unknown) => {
          report.troubled("a session cannot be kept", error, catalog);
        }),
    },
    ...{ products, now },
    recent: (catalog, queryId) => impressions.recent(catalog, queryId),
  });
  const folder = createFolder({
    store: stores.events,
    counters: stores.counters,
    everyMs: stores.foldEveryMs,
    ...{ fold, expire, now },
    onTrouble: (catalog, error) => report.troubled("behaviour cannot be folded", error, catalog),
  });
  const erasedBytes = createErasedBytes({ store: stores.answers, clearDisks: stores.clearDisks, now });
  const named = <T extends { readonly user: string | null; readonly session: string | null }>(one: T): T => ({
    ...one,
    user: one.user === null ? null : toPseudonym(one.user),
    session: one.session === null ? null : toPseudonym(one.session),
  });
  const keepSearches = async (catalog: string, searches: readonly NewSearch[]): Promise<void> => {
    const known = await products(catalog, [...new Set(searches.flatMap((search) => search.products))]);
    await stores.events.appendImpressions(
      searches.map((search) =>
        toClientImpression(
          catalog,
          named(search),
          scrub(search.text) === search.text ? normalize(deps, catalog, search.text) : "",
          known,
        ),
      ),
    );
  };
  return {
    impressions,
    folder,
    erasedBytes,
    pseudonym: toPseudonym,
    events: {
      take: async (catalog, read, bot) => {
        if (!stores.keepsBehaviour) throw behaviourIsOff();
        const timely = read.map((one, i) => (one.kind === "search" ? checkTime(one, i, now()) : one));
        const searches = timely.flatMap((one) => (one.kind === "search" ? [{ ...one.search, bot }] : []));
        if (searches.length > 0) await keepSearches(catalog, searches);
        const answer = await acceptRead(accept, catalog, timely, (event) => named({ ...event, bot }));
        return { ...answer, accepted: answer.accepted + searches.length };
      },
    },
    users: {
      erase: async (token) => {
        if (!stores.keepsBehaviour) throw behaviourIsOff();
        await impressions.flush();
        return await eraseUser(
          { store: stores.events, sessions: stores.sessions, folder, impressions, bytes: erasedBytes },
          toPseudonym(token),
        );
      },
    },
    [Symbol.asyncDispose]: async () => {
      await folder[Symbol.asyncDispose]();
      await impressions[Symbol.asyncDispose]();
    },
  };
};

const checkTime = (read: Extract<ReadEvent, { kind: "search" }>, index: number, nowMs: number): ReadEvent => {
  const [refused] = refuseTime(read.search.timestampMs, nowMs, index);
  if (refused === undefined) return read;
  return { kind: "rejected", error: new WinnowError(refused.code, refused.detail, { where: refused.where }) };
};

type OwnEvent = Extract<ReadEvent, { kind: "event" }>["event"];

/** Places among what was sent, also where some of it is no event. */
const acceptRead = async (
  accept: Accept,
  catalog: string,
  read: readonly ReadEvent[],
  prepare: (event: OwnEvent) => OwnEvent,
) => {
  const places = read.flatMap((one, i) => (one.kind === "event" ? [i] : []));
  const events = read.flatMap((one) => (one.kind === "event" ? [prepare(one.event)] : []));
  const { rejected, ...counts } = await accept(catalog, events);
  const unread = read.flatMap((one, index): readonly Rejected[] => {
    if (one.kind !== "rejected") return [];
    const { code, where = "", message } = one.error;
    return [{ index, code, where, detail: message }];
  });
  const late = rejected.map((one) => ({ ...one, index: places[one.index]! }));
  return { ...counts, rejected: [...unread, ...late].sort((a, b) => a.index - b.index) };
};

/** As a search for it would be understood now; what was typed while that cannot be said. */
const normalize = (deps: BehaviourDeps, catalog: string, text: string): string => {
  try {
    const { vocabulary } = deps.retrieval.lexicon(catalog);
    const mapping = deps.retrieval.mapping(catalog);
    return parse(text, { mapping, vocabulary, synonyms: deps.synonyms(catalog), typing: false })?.tree.text ?? "";
  } catch {
    return text.toLowerCase();
  }
};

const mappingOf = async ({ retrieval, stores }: BehaviourDeps, catalog: string): Promise<CatalogMapping> => {
  try {
    return retrieval.mapping(catalog);
  } catch {
    return await stores.products.mapping(catalog); // its index is not loaded yet
  }
};
