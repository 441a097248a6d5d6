import { defaultCatalog } from "../src/compose.ts";
import type { Synonym } from "../src/domain/synonym.ts";
import { mineSynonyms } from "../src/mine-synonyms.ts";
import { createShoppers } from "../src/simulation/shoppers/create-shoppers.ts";
import type { ShopDoor } from "../src/simulation/shoppers/door.ts";
import { wordPairs } from "../src/simulation/word-pairs.ts";
import { type LearningShop, openLearningShop } from "../src/testing/learning-shop.ts";
import { editDistance } from "../src/text/edit-distance.ts";
import { stem } from "../src/text/stem.ts";
import { defaultLoopSettings } from "../src/training/settings.ts";
import type { Benchmark } from "./harness.ts";

const seed = 61;

/**
 * How many of the words that shoppers use and the catalogue lacks are found out from what they do: the whole program over its
 * HTTP API, with no list of synonyms at all, and shoppers of the simulated shop with their usual habits.
 */
export const bench: Benchmark = {
  name: "synonyms",
  title: "hidden synonyms of the simulated shop recovered from its log (10k products, 20k sessions; quick: 2k, 3k)",
  async run({ quick, log }) {
    const products = quick ? 2000 : 10_000;
    const sessions = quick ? 3000 : 20_000;
    const ours: Record<string, number> = {};
    await using shop = await openLearningShop({
      ...{ products, settings: defaultLoopSettings, exploration: { share: 0 }, synonyms: [] },
    });
    const hidden = hiddenPairs(shop);
    const fresh = await textsOfOthers(shop, quick ? 500 : 2000);
    ours["hidden pairs"] = hidden.length;
    Object.assign(ours, named(await weigh(shop, fresh), "before"));

    await createShoppers({ seed, ...who(shop, shop.quietDoor) }).run(sessions);
    await shop.running.learning.settle(defaultCatalog);
    log(`${sessions} sessions of ${products} products.`);
    const startedMs = performance.now();
    const report = await mineSynonyms(
      { stores: shop.stores, retrieval: shop.running.retrieval, own: [], model: null, now: () => shop.clock.now() },
      { catalog: defaultCatalog, limit: null, auto: true, dryRun: false },
      { signal: new AbortController().signal, onProgress: () => undefined },
    );
    ours["mined in s"] = (performance.now() - startedMs) / 1000;
    await shop.running.synonyms.refresh();

    const isRight = (one: Pick<Synonym, "from" | "to">) => hidden.some((pair) => says(pair, one)) || isSlip(one);
    const isLive = ({ status }: Synonym) => status === "live";
    const recovered = (found: readonly Synonym[]) =>
      hidden.filter((pair) => found.some((one) => says(pair, one))).length;
    const live = report.synonyms.filter(isLive);
    for (const one of report.synonyms)
      log(
        `${isLive(one) ? "live    " : "proposed"} ${isRight(one) ? " " : "?"} ${one.from} → ${one.to} (${one.evidence?.shoppers})`,
      );
    Object.assign(ours, {
      live: live.length,
      proposed: report.proposed,
      "of no use": report.useless,
      "recovered, live, %": (100 * recovered(live)) / hidden.length,
      "recovered, live or proposed, %": (100 * recovered(report.synonyms)) / hidden.length,
      "precision of live, %": (100 * live.filter(isRight).length) / live.length,
      "precision of proposed, %": (100 * report.synonyms.filter((one) => !isLive(one) && isRight(one)).length) / report.proposed, // prettier-ignore
      ...named(await weigh(shop, fresh), "after"),
    });
    for (const { text, searches, now, proposed } of report.empty.slice(0, 10))
      log(`“${text}”: nothing, ${searches} times; ${now} products now, ${proposed} with what is proposed`);
    return { unit: "% where it says so", ours, peers: {}, ratio: {}, n: sessions, seed };
  },
};

interface HiddenPair {
  readonly shopper: ReadonlySet<string>;
  readonly shop: ReadonlySet<string>;
}

/** Those of things that this shop sells, the words that both sides have left out: `running shoes`, `running trainers`. */
const hiddenPairs = ({ world }: LearningShop): readonly HiddenPair[] =>
  wordPairs.flatMap(([shop, shopper]) => {
    const sold = world.shelf.kinds.some(({ noun }) => new RegExp(`\\b${shop.toLowerCase()}\\b`).test(noun));
    return sold ? [{ shopper: without(shopper, shop), shop: without(shop, shopper) }] : [];
  });

const says = ({ shopper, shop }: HiddenPair, { from, to }: Pick<Synonym, "from" | "to">): boolean =>
  (same(shopper, stems(from)) && same(shop, stems(to))) || (same(shopper, stems(to)) && same(shop, stems(from)));

/** A slip of the pen is not hidden, and rightly found. */
const isSlip = ({ from, to }: Pick<Synonym, "from" | "to">): boolean => editDistance(from, to, 2) <= 2;

const english = stem("english");
const stems = (text: string): ReadonlySet<string> =>
  new Set((text.toLowerCase().match(/[a-z0-9]+/g) ?? []).map(english));
const without = (text: string, other: string): ReadonlySet<string> => {
  const there = stems(other);
  return new Set([...stems(text)].filter((one) => !there.has(one)));
};
const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size === b.size && [...a].every((one) => b.has(one)); // prettier-ignore

const who = ({ world, clock }: LearningShop, door: ShopDoor) => ({ world, clock, door, bots: 0, everyMs: 100_000 });

/** What shoppers whom the log has never seen search for first; nothing of it is kept. */
const textsOfOthers = async (shop: LearningShop, sessions: number): Promise<readonly string[]> => {
  const texts: string[] = [];
  const door: ShopDoor = {
    search: (search) => {
      if (search.page === 1) texts.push(search.text);
      return shop.quietDoor.search({ ...search, agent: botAgent });
    },
    send: () => Promise.resolve(),
  };
  await createShoppers({ seed: seed + 1, ...who(shop, door) }).run(sessions);
  return texts;
};

/** Searches of bots are not learned from. */
const botAgent = "winnow-bench-bot/1.0 (crawler)";

interface Weighed {
  readonly empty: number;
}

const weigh = async ({ quietDoor }: LearningShop, texts: readonly string[]): Promise<Weighed> => {
  let empty = 0;
  for (const text of texts) {
    const { total } = await quietDoor.search({ text, user: null, session: "bench", agent: botAgent, page: 1, size: 24, queryId: null }); // prettier-ignore
    if (total === 0) empty += 1;
  }
  return { empty: (100 * empty) / texts.length };
};

const named = ({ empty }: Weighed, when: string) => ({ [`searches that find nothing ${when}, %`]: empty });
