import type { PopularQueries } from "../domain/popular-query.ts";
import type { KeptQueries } from "./kept-queries.ts";
import { openPopularQueries } from "./popular-queries.ts";

export interface FollowQueriesDeps {
  readonly kept: Pick<KeptQueries, "version" | "read">;
  readonly catalogs: () => Promise<readonly string[]>;
  readonly onTrouble: (error: unknown) => void;
  /** How often the store is asked, in milliseconds; 2,000 unless told. */
  readonly everyMs?: number;
}

export interface FollowedQueries extends AsyncDisposable {
  of(catalog: string): PopularQueries;
}

/** Popular queries as they were seconds ago, whichever process mined them. A store that does not answer leaves what was known. */
export const followQueries = (deps: FollowQueriesDeps): FollowedQueries => {
  const { kept, catalogs, onTrouble, everyMs = 2000 } = deps;
  const known = new Map<string, { readonly version: string; readonly queries: PopularQueries }>();
  const read = async (): Promise<void> => {
    const names = await catalogs();
    for (const name of known.keys()) if (!names.includes(name)) known.delete(name);
    for (const name of names) {
      const version = await kept.version(name);
      if (version === "" || known.get(name)?.version === version) continue;
      known.set(name, { version, queries: openPopularQueries(await kept.read(name)) });
    }
  };
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let reading: Promise<void>;
  const poll = (): void => {
    reading = read()
      .catch(onTrouble)
      .finally(() => {
        if (!closed) timer = setTimeout(poll, everyMs).unref();
      });
  };
  poll();
  return {
    of: (catalog) => known.get(catalog)?.queries ?? none,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearTimeout(timer);
      await reading;
    },
  };
};

const none = openPopularQueries([]);
