import type { Random } from "../random.ts";
import type { Diary } from "./diary.ts";
import type { Item } from "./shelf.ts";
import { makeShopper, type Shopper } from "./shopper.ts";
import type { World } from "./world.ts";

/** How many clicks a flood sends. */
export const floodClicks = 60;

/**
 * One session of a machine, a third of them each: a crawler that says so and opens everything; a scraper with a browser's
 * name that pages through results and opens nothing; a flood that clicks one seller's product again and again.
 */
export async function botVisit(session: string, world: World, diary: Diary, random: Random): Promise<void> {
  const kind = random.below(3);
  const disguise = makeShopper({ ...world.habits, seed: world.seed ^ 0xb07, number: random.below(1000) });
  const text = random.pick(world.shelf.kinds).noun;
  if (kind === 0) await crawl({ ...disguise, user: session, agent: crawler }, session, text, world, diary);
  else if (kind === 1) await scrape({ ...disguise, user: null }, session, text, diary);
  else await flood({ ...disguise, user: session }, session, world, diary, random);
}

const crawler = "Mozilla/5.0 (compatible; Shelfbot/2.1; +https://bots.example/shelfbot)";

async function crawl(shopper: Shopper, session: string, text: string, world: World, diary: Diary): Promise<void> {
  const { user, agent } = shopper;
  const answer = await diary.search({ text, user, session, agent, page: 1, size: 24, queryId: null });
  for (const { id, position } of answer.hits) {
    const item = world.shelf.items.get(id);
    if (item === undefined) continue;
    await diary.pass(1000);
    diary.event({ type: "click", item, position, queryId: answer.queryId, who: { shopper, session } });
  }
  await diary.post({ shopper, session });
}

async function scrape({ user, agent }: Shopper, session: string, text: string, diary: Diary): Promise<void> {
  let queryId: string | null = null;
  for (let page = 1; page <= 6; page += 1) {
    const answer = await diary.search({ text, user, session, agent, page, size: 24, queryId });
    queryId = answer.queryId;
    if (answer.total <= page * 24) return;
    await diary.pass(1000);
  }
}

/** A seller of something few like wants it on top: five such products are clicked over and over. */
async function flood(shopper: Shopper, session: string, world: World, diary: Diary, random: Random): Promise<void> {
  const item = floodTargets(world)[random.below(5)]!;
  const { user, agent } = shopper;
  const text = item.group.kind.noun;
  const answer = await diary.search({ text, user, session, agent, page: 1, size: 24, queryId: null });
  const position = answer.hits.find(({ id }) => id === item.id)?.position ?? 1;
  for (let click = 0; click < floodClicks; click += 1) {
    await diary.pass(400);
    diary.event({ type: "click", item, position, queryId: answer.queryId, who: { shopper, session } });
  }
  await diary.post({ shopper, session });
}

const targets = new WeakMap<World, readonly Item[]>();

/** The least liked product of each of the five largest kinds. */
function floodTargets(world: World): readonly Item[] {
  let found = targets.get(world);
  if (found === undefined) {
    const largest = [...world.shelf.kinds].sort((a, b) => b.groups.length - a.groups.length).slice(0, 5);
    const quality = (group: Item["group"]) => world.hiddenOf(group).quality;
    found = largest.map(
      ({ groups }) => groups.reduce((least, group) => (quality(group) < quality(least) ? group : least)).items[0]!,
    );
    targets.set(world, found);
  }
  return found;
}
