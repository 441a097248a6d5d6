import { WinnowError } from "./domain/errors.ts";
import type { CounterStore } from "./ports/counter-store.ts";
import type { EventStore } from "./ports/event-store.ts";
import type { SessionStore } from "./ports/session-store.ts";

/** Why, and what to do about it: for the log and for who sends events. */
export const behaviourOffHint =
  "Set REDIS_URL: on Elasticsearch counters and sessions are kept in a Redis; without it searches stay in the order by words.";

/** What an event is answered with where none is kept. */
export const behaviourIsOff = (): WinnowError =>
  new WinnowError("not_ready", "Behaviour is not kept here, REDIS_URL is missing: these events were not taken.", {
    hint: behaviourOffHint,
    retryAfterS: 3600,
  });

const refused = () => Promise.reject(behaviourIsOff());
const none = { [Symbol.asyncDispose]: () => Promise.resolve() };

/** Stores of a deployment that learns nothing: a log that stays empty and refuses events, counters without a value. */
export const behaviourOff: {
  readonly keepsBehaviour: false;
  readonly events: EventStore;
  readonly counters: CounterStore;
  readonly sessions: SessionStore;
} = {
  keepsBehaviour: false,
  events: {
    ...none,
    append: refused,
    appendImpressions: () => Promise.resolve(),
    catalogs: () => Promise.resolve([]),
    read: () => Promise.resolve([]),
    tail: (_, to) => Promise.resolve({ entries: [], erasures: [], to }),
    head: () => Promise.resolve(0),
    impressions: () => Promise.resolve([]),
    searches: () => Promise.resolve(new Map()),
    daysOfSearches: () => Promise.resolve([]),
    actorDays: (_, days) => Promise.resolve(days.map(() => [])),
    ofUser: () => Promise.resolve([]),
    markErased: () => Promise.resolve({ events: 0, impressions: 0, users: [] }),
    erasures: () => Promise.resolve([]),
    erase: () => Promise.resolve({ events: 0, impressions: 0 }),
    trim: () => Promise.resolve(0),
  },
  counters: {
    ...none,
    read: (_, keys) => Promise.resolve({ sequence: 0, counters: keys.map(() => new Map()) }),
    sequence: () => Promise.resolve(0),
    apply: () => Promise.resolve(false),
    entities: () => Promise.resolve({ entities: [], cursor: null }),
    reset: () => Promise.resolve(),
  },
  sessions: {
    ...none,
    read: () => Promise.resolve(null),
    add: () => Promise.resolve(),
    forget: () => Promise.resolve(),
  },
};
