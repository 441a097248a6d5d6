import { defaultCatalog } from "../src/compose.ts";
import type { Synonym } from "../src/domain/synonym.ts";
import { mineSynonyms } from "../src/mine-synonyms.ts";
import { toRules } from "../src/synonyms/live-synonyms.ts";
import type { Benchmark } from "./harness.ts";
import { whereLost } from "./synonyms-losses.ts";
import { hiddenPairs, isFound, isRight } from "./synonyms-pairs.ts";
import { openSynonymsShop } from "./synonyms-shop.ts";

/** What is mined and how was chosen on the log of seed 11; none of these was looked at for it. */
const seeds = [71, 72];
const often = 5;
const veryOften = 10;

/**
 * How many of the words that shoppers use and the catalogue lacks are found out from what they do: the very search and
 * the very mining, with no list of synonyms at all, and shoppers of the simulated shop with their usual habits.
 */
export const bench: Benchmark = {
  name: "synonyms",
  title:
    "hidden synonyms of the simulated shop recovered from its log (2k products, 20k sessions, two seeds; quick: 6k, one)",
  async run({ quick, log }) {
    const sessions = quick ? 6000 : 20_000;
    const sum = { hidden: 0, often: 0, found: 0, foundOften: 0, veryOften: 0, foundVeryOften: 0, liveOften: 0, live: 0, liveRight: 0, proposed: 0, proposedRight: 0 }; // prettier-ignore
    const share = { before: 0, live: 0, accepted: 0, searches: 0 };
    let seconds = 0;
    const used = quick ? seeds.slice(0, 1) : seeds;
    for (const seed of used) {
      await using shop = await openSynonymsShop(2000);
      await shop.run(seed, sessions);
      const startedMs = performance.now();
      const report = await mineSynonyms(
        {
          stores: { ...shop.stores, events: shop.events },
          retrieval: shop.retrieval,
          own: [],
          model: null,
          now: shop.now,
        },
        { catalog: defaultCatalog, limit: null, auto: true, dryRun: false },
        { signal: new AbortController().signal, onProgress: () => undefined },
      );
      seconds += (performance.now() - startedMs) / 1000;

      const hidden = hiddenPairs(shop.world);
      const isLive = ({ status }: Synonym) => status === "live";
      const right = (one: Synonym) => isRight(hidden, one);
      const live = report.synonyms.filter(isLive);
      const proposed = report.synonyms.filter((one) => !isLive(one));
      for (const one of report.synonyms)
        log(`${one.status.padEnd(8)} ${right(one) ? " " : "?"} ${one.from} → ${one.to} (${one.evidence?.shoppers} shoppers)`); // prettier-ignore
      const lost = await whereLost(shop, hidden, report.synonyms);
      for (const { pair, askedBy, stage } of lost) log(`${String(askedBy).padStart(5)}  ${pair.says}: ${stage}`);
      const of = (found: readonly Synonym[]) => lost.filter(({ pair }) => found.some((one) => isFound(pair, one)));
      const isOften = ({ askedBy }: { readonly askedBy: number }) => askedBy >= often;
      sum.hidden += hidden.length;
      sum.often += lost.filter(isOften).length;
      sum.found += of(report.synonyms).length;
      sum.foundOften += of(report.synonyms).filter(isOften).length;
      const isVeryOften = ({ askedBy }: { readonly askedBy: number }) => askedBy >= veryOften;
      sum.veryOften += lost.filter(isVeryOften).length;
      sum.foundVeryOften += of(report.synonyms).filter(isVeryOften).length;
      sum.liveOften += of(live).filter(isOften).length;
      sum.live += live.length;
      sum.liveRight += live.filter(right).length;
      sum.proposed += proposed.length;
      sum.proposedRight += proposed.filter(right).length;

      // What shoppers search for whom the log has never seen; a person accepts what is right.
      for (const text of await shop.texts(seed + 100, quick ? 500 : 2000)) {
        share.searches += 1;
        const asLive = live.flatMap(toRules);
        if ((await shop.total(text, [])) > 0) continue;
        share.before += 1;
        if ((await shop.total(text, asLive)) > 0) continue;
        share.live += 1;
        if ((await shop.total(text, [...asLive, ...proposed.filter(right).flatMap(toRules)])) === 0)
          share.accepted += 1;
      }
    }
    const percent = (part: number, of: number) => (100 * part) / of;
    return {
      unit: "% where it says so",
      ours: {
        "hidden pairs": sum.hidden,
        "recovered, %": percent(sum.found, sum.hidden),
        "asked for by 5 shoppers or more": sum.often,
        "recovered of these, %": percent(sum.foundOften, sum.often),
        "recovered of these, live by itself, %": percent(sum.liveOften, sum.often),
        "asked for by 10 or more": sum.veryOften,
        "recovered of those, %": percent(sum.foundVeryOften, sum.veryOften),
        "live by itself": sum.live,
        "precision of live, %": percent(sum.liveRight, sum.live),
        proposed: sum.proposed,
        "precision of proposed, %": percent(sum.proposedRight, sum.proposed),
        "searches that find nothing before, %": percent(share.before, share.searches),
        "with what is live by itself, %": percent(share.live, share.searches),
        "with what is right of the proposed, %": percent(share.accepted, share.searches),
        "mined in s": seconds / used.length,
      },
      peers: {},
      ratio: {
        "half of the pairs often asked for": sum.foundOften / sum.often / 0.5,
        // Where none went live, nothing is known of them: left out, not failed.
        ...(sum.live === 0 ? {} : { "live ones that are right": sum.liveRight / sum.live }),
        "empty searches": share.before / Math.max(1, share.accepted),
      },
      n: sessions * used.length,
      seed: used[0]!,
    };
  },
};
