import { createRandom, mixSeeds, type Random } from "../random.ts";
import type { Asked } from "./asking.ts";
import type { Diary } from "./diary.ts";
import type { ShopAnswer } from "./door.ts";
import { scanDepth } from "./habits.ts";
import { hashText } from "./hidden-liking.ts";
import type { Item } from "./shelf.ts";
import { slip } from "./slips.ts";
import type { Shopper } from "./shopper.ts";
import { clickChance, trueUtility } from "./utility.ts";
import type { World } from "./world.ts";

export interface Visit {
  readonly shopper: Shopper;
  readonly session: string;
  /** Decides everything that is left to chance in it. */
  readonly seed: number;
}

const pageSize = 24;

/** Something opened, and what it seems worth from near. */
interface Opened {
  readonly item: Item;
  readonly position: number;
  readonly queryId: string;
  readonly seems: number;
}

/** One session: one to three things looked for, one after the other. */
export async function visit({ shopper, session, seed }: Visit, world: World, diary: Diary): Promise<void> {
  const random = createRandom(seed);
  const { habits, asking } = world;
  let near: Asked["intent"]["kind"] = null;
  for (let left = random.chance(habits.severalIntents) ? 2 + random.below(2) : 1; left > 0; left -= 1) {
    const asked = asking.ask(shopper, near, diary.now(), random);
    const things = createRandom(mixSeeds(seed, left));
    await lookFor(asked, { shopper, session, seed: mixSeeds(seed, left) }, things, world, diary);
    near = asked.intent.kind;
  }
}

/** Searches, in other words or on further pages, until something is bought or patience ends. */
async function lookFor(asked: Asked, who: Visit, random: Random, world: World, diary: Diary): Promise<void> {
  const { afterwards, typoShare } = world.habits;
  const opened: Opened[] = [];
  let words: Asked = asked;
  let text = (random.chance(typoShare) ? slip(asked.spoken.text, random) : null) ?? asked.spoken.text;
  for (let tries = 0; tries < 4; tries += 1) {
    const answer = await search(text, 1, null, who, diary);
    let found = await look(answer, 0, { words, who, random, world, diary, opened });
    if (found && (await decide(opened, words, who, random, world, diary))) return;
    if (answer.total > pageSize && random.chance(afterwards.nextPage)) {
      const next = await search(text, 2, answer.queryId, who, diary);
      found = await look(next, pageSize, { words, who, random, world, diary, opened });
      if (found && (await decide(opened, words, who, random, world, diary))) return;
    }
    // Nothing worth a look makes other words likelier.
    if (!random.chance(found ? afterwards.reformulate : 1.5 * afterwards.reformulate)) return;
    if (text !== words.spoken.text) text = words.spoken.text;
    else {
      words = world.asking.rephrase(words, random);
      if (words.spoken.text === text) return;
      text = words.spoken.text;
    }
  }
}

const search = async (
  text: string,
  page: number,
  queryId: string | null,
  { shopper, session }: Visit,
  diary: Diary,
): Promise<ShopAnswer> => {
  await diary.pass(queryId === null ? 6000 : 2000);
  const { user, agent } = shopper;
  return await diary.search({ text, user, session, agent, page, size: pageSize, queryId });
};

interface Looking {
  readonly words: Asked;
  readonly who: Visit;
  readonly random: Random;
  readonly world: World;
  readonly diary: Diary;
  readonly opened: Opened[];
}

/** Scans a page from its top and opens what appeals. @returns whether anything did */
async function look(answer: ShopAnswer, before: number, looking: Looking): Promise<boolean> {
  const { words, who, random, world, diary, opened } = looking;
  const { intent } = words;
  const depth = scanDepth(random.next(), who.shopper.device);
  let any = false;
  for (const { id, position } of answer.hits) {
    if (position - before > depth) break;
    const item = world.shelf.items.get(id);
    if (item === undefined) continue;
    // The same eyes see the same product alike, in whatever order it is shown: orders are compared on equal luck.
    const luck = createRandom(mixSeeds(who.seed, 401, hashText(item.group.id)));
    const chance = clickChance(intent, item, diary.now(), luck.normal(), world);
    if (luck.next() >= chance) continue;
    const known = opened.some((one) => one.item.group === item.group);
    await diary.pass(2500);
    const seems = trueUtility(intent, item, diary.now(), world) + world.habits.compare.noise * luck.normal();
    diary.event({ type: "click", item, position, queryId: answer.queryId, who });
    await diary.pass(15_000);
    if (!known) opened.push({ item, position, queryId: answer.queryId, seems });
    any = true;
  }
  await diary.post(who);
  return any;
}

/** Carts what seems best, perhaps the second too, and buys or thinks about it. @returns whether the search is over */
async function decide(
  opened: readonly Opened[],
  { intent }: Asked,
  who: Visit,
  random: Random,
  world: World,
  diary: Diary,
): Promise<boolean> {
  const { compare, laterShare, lostQueryShare, returnShare } = world.habits;
  const [best, second] = [...opened].sort((a, b) => b.seems - a.seems);
  if (best === undefined || best.seems < compare.cartBar) return false;
  diary.event({ type: "add_to_cart", ...best, who });
  if (second !== undefined && second.seems > compare.cartBar && random.chance(0.3)) {
    diary.event({ type: "add_to_cart", ...second, who });
    await diary.pass(20_000);
    diary.event({ type: "remove_from_cart", ...second, who });
  }
  await diary.pass(30_000);
  // Who cannot be sure buys less: the chance grows with how good it seems.
  const buys = random.chance(Math.min(0.9, compare.buyShare * (best.seems / compare.cartBar)));
  if (buys) {
    const days = random.chance(laterShare) ? 1 + 5 * random.next() : 0;
    const queryId = days > 0 && random.chance(lostQueryShare) ? null : best.queryId;
    diary.event({ type: "purchase", ...best, queryId, who, inDays: days });
    const likes = trueUtility(intent, best.item, diary.now(), world);
    if (random.chance(returnShare.least + returnShare.disliked * (1 - likes))) {
      diary.event({ type: "return", ...best, queryId: null, who, inDays: days + 3 + 7 * random.next() });
    }
  }
  await diary.post(who);
  return buys || random.chance(0.6);
}
