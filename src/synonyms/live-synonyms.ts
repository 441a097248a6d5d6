import type { Synonym } from "../domain/synonym.ts";
import type { SynonymStore } from "../ports/synonym-store.ts";

/** As queries are expanded by; the one of the shop's own file has the same shape. */
export interface Rule {
  readonly from: string;
  readonly to: readonly string[];
  readonly learned?: true;
}

export interface LiveSynonymsDeps {
  readonly store: Pick<SynonymStore, "list">;
  /** Of the shop's own file. */
  readonly own: readonly Rule[];
  readonly catalogs: () => Promise<readonly string[]>;
  readonly onTrouble: (error: unknown) => void;
  /** How often the store is asked, in milliseconds; 2,000 unless told. */
  readonly everyMs?: number;
}

/** The synonyms that searches go by: the shop's own, and those learned ones that are live, whichever process made them so. */
export interface LiveSynonyms extends AsyncDisposable {
  /** The same array as long as they are the same. */
  of(catalog: string): readonly Rule[];
  /** Changes with them. */
  version(catalog: string): string;
  /** Asks the store now. */
  refresh(): Promise<void>;
}

/** Beyond so many the rest is not searched by. */
const MOST = 10_000;

/** A store that does not answer leaves what was known. */
export const followLiveSynonyms = async (deps: LiveSynonymsDeps): Promise<LiveSynonyms> => {
  const { store, own, catalogs, onTrouble, everyMs = 2000 } = deps;
  const known = new Map<string, { readonly version: string; readonly rules: readonly Rule[] }>();
  const read = async (): Promise<void> => {
    for (const catalog of await catalogs()) {
      const live = await store.list(catalog, { status: "live", limit: MOST });
      const version = live.map(({ id, kind }) => `${id}${kind[0]}`).join();
      if (known.get(catalog)?.version === version) continue;
      known.set(catalog, { version, rules: live.length === 0 ? own : [...own, ...live.flatMap(toRules)] });
    }
  };
  let reading: Promise<void> = Promise.resolve();
  // One after the other: an older answer never replaces a newer one.
  const refresh = (): Promise<void> => (reading = reading.catch(() => undefined).then(read));
  await refresh();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const poll = (): void => {
    timer = setTimeout(
      () =>
        void refresh()
          .catch(onTrouble)
          .finally(() => closed || poll()),
      everyMs,
    ).unref();
  };
  poll();
  return {
    of: (catalog) => known.get(catalog)?.rules ?? own,
    version: (catalog) => short(known.get(catalog)?.version ?? ""),
    refresh,
    [Symbol.asyncDispose]: async () => {
      closed = true;
      clearTimeout(timer);
      await reading.catch(() => undefined);
    },
  };
};

/** What a synonym means for a query. */
export const toRules = ({ kind, from, to }: Pick<Synonym, "kind" | "from" | "to">): readonly Rule[] => [
  { from, to: [to], learned: true },
  ...(kind === "two_way" ? [{ from: to, to: [from], learned: true as const }] : []),
];

/** Of a list of any length, for a cache's key. */
const short = (text: string): string => {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return text === "" ? "" : `${(hash >>> 0).toString(36)}${text.length.toString(36)}`;
};
