import type { Erased, EventStore } from "../ports/event-store.ts";
import type { SessionStore } from "../ports/session-store.ts";
import type { ErasedBytes } from "./erased-bytes.ts";
import type { Folder } from "./fold.ts";
import type { ImpressionWriter } from "./impression-writer.ts";

export interface EraseDeps {
  readonly store: Pick<EventStore, "markErased" | "catalogs">;
  readonly sessions: Pick<SessionStore, "forget">;
  readonly folder: Pick<Folder, "catchUp">;
  readonly impressions: Pick<ImpressionWriter, "forget">;
  readonly bytes: Pick<ErasedBytes, "note">;
}

/**
 * Forgets a shopper: their sessions at once, what they had added to the counters with the next step of the fold, and then
 * the entries. The mark is durable first: a process that dies in between is finished by the next one that folds.
 *
 * @param user a pseudonym
 * @returns what has been removed
 */
export const eraseUser = async (
  { store, sessions, folder, impressions: writer, bytes }: EraseDeps,
  user: string,
): Promise<Erased> => {
  await bytes.note();
  const { users, events, impressions } = await store.markErased(user);
  await bytes.note();
  for (const one of users) {
    await sessions.forget(one);
    writer.forget(one);
  }
  for (const catalog of await store.catalogs()) await folder.catchUp(catalog);
  return { events, impressions };
};
