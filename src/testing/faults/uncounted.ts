import { isDeepStrictEqual } from "node:util";
import { countsIn, countsOf } from "../killed-events.ts";
import type { FaultShop } from "./shop.ts";

/** Of these events, told to a shop: those that are not in its log once; and whether it has counted what its log says. */
export async function uncounted({ stores, running }: FaultShop, events: readonly string[]): Promise<readonly string[]> {
  await running.learning.settle("products");
  const entries = await stores.events.read("products", 0, 1e6);
  const told = entries.flatMap((one) => (one.kind === "event" ? [one.event.id] : []));
  const counts = await countsOf(stores.counters, "products");
  return [
    ...events.filter((id) => told.filter((each) => each === id).length !== 1).map((id) => `event ${id}`),
    ...(isDeepStrictEqual(counts, countsIn(entries)) ? [] : ["the counters are not those of the log"]),
  ];
}
