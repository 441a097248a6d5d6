import type { SessionEntry, SessionState } from "../domain/session.ts";

/**
 * What shoppers did in the sessions of now. Forgotten half an hour after the last event; losing it costs
 * personalisation until the next click and nothing else.
 */
export interface SessionStore extends AsyncDisposable {
  /** Null when nothing is known. */
  read(catalog: string, session: string): Promise<SessionState | null>;
  /** Seen by the next `read`, kept in the order of sequence, at most the last 50; an entry that is there is not added again. */
  add(catalog: string, session: string, entries: readonly SessionEntry[]): Promise<void>;
  /** @param session all catalogues' */
  forget(session: string): Promise<void>;
}
