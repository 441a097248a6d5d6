import type { Device } from "./habits.ts";
import { createRandom, mixSeeds, type Random } from "../random.ts";

/** A person, the same in every session. */
export interface Shopper {
  /** The token a shop would send; null for who does not want to be known again. */
  readonly user: string | null;
  readonly device: Device;
  readonly agent: string;
  /** Along the directions of a brand's manner. */
  readonly taste: readonly [number, number, number];
  /** Where in a kind's prices they usually buy, in deviations of its log prices. */
  readonly purse: number;
  readonly colours: readonly string[];
}

export interface ShopperOptions {
  readonly seed: number;
  readonly number: number;
  readonly mobileShare: number;
  readonly anonymousShare: number;
}

export function makeShopper({ seed, number, mobileShare, anonymousShare }: ShopperOptions): Shopper {
  const random = createRandom(mixSeeds(seed, 201, number));
  const device: Device = random.chance(mobileShare) ? "mobile" : "desktop";
  return {
    user: random.chance(anonymousShare) ? null : `shopper-${seed}-${number}`,
    device,
    agent: random.pick(agents[device]),
    taste: [random.normal(), random.normal(), random.normal()],
    // Most people buy a little below the middle of what is on offer.
    purse: -0.2 + 0.6 * random.normal(),
    colours: [pickColour(random), pickColour(random)],
  };
}

const agents = {
  mobile: [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
  ],
  desktop: [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
  ],
} as const;

const liked = [
  "black",
  "white",
  "grey",
  "navy",
  "blue",
  "green",
  "sage",
  "red",
  "pink",
  "cream",
  "brown",
  "oak",
] as const;

/** Black and white are liked by more people than pink and brown. */
function pickColour(random: Random): string {
  return liked[Math.floor(random.next() ** 1.4 * liked.length)]!;
}
