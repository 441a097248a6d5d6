import type { SessionEntry, SessionState } from "../../domain/session.ts";
import type { SessionStore } from "../../ports/session-store.ts";
import type { Connection } from "./client.ts";
import { toEntry } from "./log-rows.ts";

export interface SessionOptions {
  readonly now: () => number;
  /** Sessions held at most; the longest untouched go first. 100,000 unless told. */
  readonly most?: number;
}

interface Held {
  readonly state: SessionState;
  readonly touchedAtMs: number;
}

const entriesKept = 50;
const forgottenAfterMs = 30 * 60_000;
const eventsRestored = 100_000;

/** Sessions in this process's memory. */
export function memorySessions({ now, most = 100_000 }: SessionOptions): SessionStore {
  // A Map keeps the order of insertion: what is touched goes to its end.
  const sessions = new Map<string, Held>();
  const keyOf = (catalog: string, session: string): string => `${session}\n${catalog}`;

  return {
    read: (catalog, session) => {
      const held = sessions.get(keyOf(catalog, session));
      const isKnown = held !== undefined && now() - held.touchedAtMs < forgottenAfterMs;
      return Promise.resolve(isKnown ? held.state : null);
    },
    add: (catalog, session, entries) => {
      const key = keyOf(catalog, session);
      const held = sessions.get(key);
      const isFresh = held === undefined || now() - held.touchedAtMs >= forgottenAfterMs;
      sessions.delete(key);
      sessions.set(key, { state: merge(isFresh ? [] : held.state.entries, entries), touchedAtMs: now() });
      if (sessions.size > most) sessions.delete(sessions.keys().next().value!);
      return Promise.resolve();
    },
    forget: (session) => {
      const start = `${session}\n`;
      for (const key of [...sessions.keys()].filter((one) => one.startsWith(start))) sessions.delete(key);
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Sessions as the log's last half hour tells them: a restart costs no one theirs. */
export async function restoreSessions(reader: Connection, now: () => number): Promise<SessionStore> {
  const sessions = memorySessions({ now });
  for (const { log, ...row } of await reader.call("recentEvents", now() - forgottenAfterMs, eventsRestored)) {
    const { sequence } = row;
    const entry = toEntry(row);
    if (entry.kind !== "event") continue;
    const { session, user, type, timestampMs, product, setAside } = entry.event;
    const key = session ?? user;
    if (key === null || product === null || setAside === "bot") continue;
    await sessions.add(log, key, [{ sequence, type, timestampMs, product }]);
  }
  return sessions;
}

function merge(before: readonly SessionEntry[], added: readonly SessionEntry[]): SessionState {
  const bySequence = new Map([...before, ...added].map((entry) => [entry.sequence, entry]));
  const entries = [...bySequence.values()].sort((a, b) => a.sequence - b.sequence).slice(-entriesKept);
  return { entries };
}
