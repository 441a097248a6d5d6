import { parentPort, workerData } from "node:worker_threads";
import { generateProducts, type GenerateOptions } from "../simulation/generate-products.ts";
import { wallClock } from "../simulation/shoppers/clock.ts";
import { createShoppers } from "../simulation/shoppers/create-shoppers.ts";
import type { Counts } from "../simulation/shoppers/diary.ts";
import { httpDoor } from "../simulation/shoppers/http-door.ts";
import { createWorld } from "../simulation/shoppers/world.ts";

/** What the thread of the demo shop's shoppers is started with. */
export interface ShoppersWork {
  readonly url: string;
  readonly shop: GenerateOptions;
  /** Never used before on this log, so that no event is taken for one that was. */
  readonly seed: number;
}

/** Sessions a second from now on; 0 rests. */
export interface Pace {
  readonly perSecond: number;
}

export type ShoppersNews =
  | { readonly kind: "counts"; readonly counts: Readonly<Counts> }
  | { readonly kind: "failed"; readonly message: string };

const { url, shop, seed } = workerData as ShoppersWork;
const say = (news: ShoppersNews) => parentPort!.postMessage(news);

const world = createWorld({ seed: shop.seed, products: generateProducts(shop) });
const door = httpDoor({ url });
// A day is five seconds to those who come back for a purchase: the loop is shown in minutes.
const shared = { seed, world, door, bots: 0.03, hurried: true, dayMs: 5000, atOnce: 2 };
let pace = 0;
const everyMs = () => 1000 / Math.max(pace, 0.01);
const shoppers = createShoppers({ ...shared, clock: wallClock, everyMs });

let wake: () => void = () => undefined;
parentPort!.on("message", ({ perSecond }: Pace) => {
  pace = perSecond;
  wake();
});

for (;;) {
  if (pace === 0) await new Promise<void>((resolve) => (wake = resolve));
  try {
    await shoppers.run(Math.max(1, Math.round(pace)));
  } catch (error) {
    say({ kind: "failed", message: (error as Error).message });
    // A shop that refuses is not asked again at once.
    await wallClock.advanceTo(Date.now() + 2000);
  }
  say({ kind: "counts", counts: { ...shoppers.counts() } });
}
