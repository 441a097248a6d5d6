import { defaultCatalog, openStores } from "../../src/compose.ts";
import { readConfig } from "../../src/config/config.ts";
import type { PreparedShop } from "./system.ts";

/** Looks from outside for what was acknowledged: in the log itself, past the server that said so. */
export interface PurchaseWatch extends AsyncDisposable {
  /** Of these ids of events, those that the log has not. */
  missing(ids: readonly string[]): Promise<readonly string[]>;
}

const readAtOnce = 1000;

/** To be called before what is to be looked for is told. */
export const watchPurchases = async ({ environment }: Pick<PreparedShop, "environment">): Promise<PurchaseWatch> => {
  const stores = await openStores(readConfig(environment));
  const { events } = stores;
  const from = await events.head(defaultCatalog);
  return {
    async missing(ids) {
      const sought = new Set(ids);
      const head = await events.head(defaultCatalog);
      for (let at = from; at < head && sought.size > 0;) {
        const { entries, to } = await events.tail(defaultCatalog, at, readAtOnce);
        for (const entry of entries) if (entry.kind === "event") sought.delete(entry.event.id);
        if (to === at) break;
        at = to;
      }
      return [...sought];
    },
    [Symbol.asyncDispose]: () => stores.close(),
  };
};
