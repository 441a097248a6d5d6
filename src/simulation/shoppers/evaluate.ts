import { createRandom, mixSeeds } from "../random.ts";
import type { Spoken } from "./asking.ts";
import type { ShopDoor } from "./door.ts";
import type { Intent } from "./intent.ts";
import { makeShopper } from "./shopper.ts";
import { slip } from "./slips.ts";
import { trueUtility } from "./utility.ts";
import type { World } from "./world.ts";

/** Says of itself that it is a bot, so that judging leaves no trace in what is learned. */
const evaluatorAgent = "winnow-evaluator/1.0 (bot)";

/** One query as shoppers of another seed type it, with what its shoppers would think of each product on average. */
export interface JudgedQuery {
  readonly text: string;
  readonly form: Spoken["form"];
  /** How many of the sampled shoppers typed it. */
  readonly weight: number;
  /** Candidates in the first stage's order, with its scores and their true expected utility, 0 to 1. */
  readonly candidates: readonly { readonly id: string; readonly score: number; readonly utility: number }[];
}

export interface EvaluationOptions {
  readonly seed: number;
  readonly world: World;
  readonly door: ShopDoor;
  readonly nowMs: number;
  /** Searches sampled from the demand; the same text counts as often as it was typed. */
  readonly searches: number;
  /** Shoppers imagined behind each text. */
  readonly intents?: number;
}

const window = 200;

/** What every order is judged on: candidates are those of the first stage, which an order may only rearrange. */
export async function sampleJudgedQueries(options: EvaluationOptions): Promise<JudgedQuery[]> {
  const { seed, world, door, nowMs, searches, intents = 32 } = options;
  const random = createRandom(mixSeeds(seed, 601));
  const typed = new Map<string, { spoken: Spoken; weight: number }>();
  for (let count = 0; count < searches; count += 1) {
    const shopper = makeShopper({ ...world.habits, seed: mixSeeds(seed, 602), number: count });
    const { spoken } = world.asking.ask(shopper, null, nowMs, random);
    if (spoken.form === "none") continue;
    const text = (random.chance(world.habits.typoShare) ? slip(spoken.text, random) : null) ?? spoken.text;
    const before = typed.get(text);
    typed.set(text, { spoken, weight: (before?.weight ?? 0) + 1 });
  }
  const judged: JudgedQuery[] = [];
  for (const [text, { spoken, weight }] of typed) {
    const imagined = Array.from({ length: intents }, () => world.asking.again(spoken, nowMs, random));
    const { hits } = await searchWindow(door, text, "text");
    const candidates = hits.flatMap(({ id, score }) => {
      const item = world.shelf.items.get(id);
      if (item === undefined) return [];
      const mean = (sum: number, intent: Intent) => sum + trueUtility(intent, item, nowMs, world) / intents;
      return [{ id, score, utility: imagined.reduce(mean, 0) }];
    });
    judged.push({ text, form: spoken.form, weight, candidates });
  }
  return judged;
}

/** The order the shop shows everyone: without a session of anyone's. */
export async function shownOrder(door: ShopDoor, text: string): Promise<readonly string[]> {
  return (await searchWindow(door, text, "learned")).hits.map(({ id }) => id);
}

const searchWindow = (door: ShopDoor, text: string, order: "learned" | "text") =>
  door.search({
    ...{ text, order, page: 1, size: window, agent: evaluatorAgent },
    user: null,
    session: null,
    queryId: null,
  });

export interface OrderValue {
  /** NDCG@10 with the expected utility as its gain; 1 is the best order of the same candidates. */
  readonly ndcg10: number;
  /** Expected utility of what a shopper looks at among the first ten, by the true examination curve. */
  readonly utility: number;
  readonly searches: number;
}

/** @param orders for each judged query the ids in an order; candidates it leaves out come last, as they were */
export function valueOrders(
  judged: readonly JudgedQuery[],
  orders: (query: JudgedQuery) => readonly string[],
): OrderValue {
  let [ndcg, utility, weights] = [0, 0, 0];
  for (const query of judged) {
    const best = query.candidates.map((one) => one.utility).sort((a, b) => b - a);
    const ideal = discounted(best);
    // What nothing of the shop serves says nothing about an order.
    if (ideal < 1e-6) continue;
    const utilities = new Map(query.candidates.map((one) => [one.id, one.utility]));
    const ordered = orders(query).flatMap((id) => utilities.get(id) ?? []);
    ndcg += (query.weight * discounted(ordered)) / ideal;
    utility += query.weight * examined(ordered);
    weights += query.weight;
  }
  return { ndcg10: ndcg / weights, utility: utility / weights, searches: weights };
}

function discounted(gains: readonly number[]): number {
  return gains.slice(0, 10).reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0);
}

function examined(gains: readonly number[]): number {
  return gains.slice(0, 10).reduce((sum, gain, at) => sum + gain * (at + 1) ** -0.7, 0);
}
