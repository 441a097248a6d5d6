import type { LogEntry } from "../domain/log-entry.ts";

/** One search of a shopper, and what came of it. */
export interface TrailSearch {
  readonly queryId: string;
  readonly atMs: number;
  /** As typed. */
  readonly text: string;
  readonly total: number;
  /** Groups that were clicked, put into the cart or bought. */
  readonly clicked: ReadonlySet<string>;
  readonly bought: ReadonlySet<string>;
}

/** What one shopper searched for, oldest first, in one session. */
export interface Trail {
  readonly shopper: string;
  readonly searches: readonly TrailSearch[];
}

export interface Trails {
  add(entry: LogEntry): void;
  /** @param leaveOut pseudonyms whose searches say nothing */
  finish(leaveOut: ReadonlySet<string>): readonly Trail[];
}

/** After a pause so long, what follows is about something else, in milliseconds. */
const PAUSE_MS = 10 * 60_000;

/**
 * Sorts a log into what each shopper searched for, one search after the other. Bots, further pages, browsing and
 * searches that were scrubbed are left out. Keeps some 200 bytes a search.
 */
export function collectTrails(): Trails {
  const searches = new Map<string, Found>();
  const byShopper = new Map<string, Found[]>();
  const events: { readonly queryId: string; readonly group: string; readonly bought: boolean }[] = [];
  return {
    add(entry) {
      if (entry.kind === "event") {
        const { type, queryId, product, setAside } = entry.event;
        if (setAside !== null || queryId === null || product === null) return;
        if (type === "click" || type === "add_to_cart" || type === "purchase")
          events.push({ queryId, group: product.group, bought: type === "purchase" });
        return;
      }
      const { impression: shown } = entry;
      const shopper = shown.user ?? shown.session;
      if (shown.bot || shown.page > 1 || shopper === null || shown.normalized === "" || searches.has(shown.queryId))
        return;
      const found: Found = {
        ...{ queryId: shown.queryId, atMs: shown.shownAtMs, text: shown.text, total: shown.total },
        ...{ session: shown.session, clicked: new Set(), bought: new Set() },
      };
      searches.set(shown.queryId, found);
      const own = byShopper.get(shopper);
      if (own === undefined) byShopper.set(shopper, [found]);
      else own.push(found);
    },
    finish(leaveOut) {
      // An event may stand in the log before its search.
      for (const { queryId, group, bought } of events) {
        searches.get(queryId)?.clicked.add(group);
        if (bought) searches.get(queryId)?.bought.add(group);
      }
      return [...byShopper].flatMap(([shopper, own]) =>
        leaveOut.has(shopper) ? [] : inSessions(own).map((each): Trail => ({ shopper, searches: each })),
      );
    },
  };
}

interface Found extends TrailSearch {
  readonly session: string | null;
  readonly clicked: Set<string>;
  readonly bought: Set<string>;
}

function inSessions(own: readonly Found[]): readonly (readonly Found[])[] {
  const sessions: Found[][] = [];
  for (const search of [...own].sort((a, b) => a.atMs - b.atMs)) {
    const last = sessions.at(-1)?.at(-1);
    if (last?.session === search.session && search.atMs - last.atMs <= PAUSE_MS) sessions.at(-1)!.push(search);
    else sessions.push([search]);
  }
  return sessions;
}
