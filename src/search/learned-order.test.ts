import { readFileSync } from "node:fs";
import { featureSet } from "../../ranking/feature-set.ts";
import type { Product } from "../domain/product.ts";
import type { SearchRequest } from "../domain/search.ts";
import { contrary, fakeLearning } from "../testing/fake-learning.ts";
import { referenceRetrieval } from "../testing/reference-retrieval.ts";
import { readMapping } from "../text/read-mapping.ts";
import type { Learning } from "./learning.ts";
import { createSearch } from "./search.ts";

const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")));
const deadline = { signal: new AbortController().signal, remainingMs: () => 1000 };
const products: readonly Product[] = Array.from({ length: 30 }, (_, i) => ({
  id: `lamp-${String(i).padStart(2, "0")}`,
  title: `desk lamp${" with a very long name".repeat(i)}`,
  price: 10 + i,
  ...(i === 29 && { sku: "DL-29" }),
}));
const standard: SearchRequest = {
  catalog: "products",
  text: "desk lamp",
  filters: [],
  facets: [],
  sort: { by: "relevance" },
  page: 1,
  size: 10,
  collapse: true,
  explain: false,
  highlight: false,
};

function shop(learning: Learning) {
  let queries = 0;
  const made = createSearch({
    retrieval: referenceRetrieval(mapping, products),
    synonyms: () => [],
    newQueryId: () => String((queries += 1)).padStart(32, "0"),
    learning,
  });
  return {
    search: (request: Partial<SearchRequest> = {}) => made.search({ ...standard, ...request }, deadline),
    explain: (product: string) =>
      made.explain(
        { catalog: "products", text: "desk lamp", filters: [], collapse: true, product, visitor: visitor("u") },
        deadline,
      ),
  };
}

const visitor = (user: string, bot = false) => ({ user, session: `${user}-1`, bot, device: null });
const ids = (answer: { readonly hits: readonly { readonly id: string }[] }) => answer.hits.map(({ id }) => id);

describe("a learned order", () => {
  it("is the model's, says so, and keeps identifiers first", async () => {
    const { search } = shop(fakeLearning({ model: contrary }));
    const first = await shop(fakeLearning()).search({ size: 30 });
    const learned = await search({ size: 30 });
    expect(ids(learned)).toEqual(ids(first).reverse());
    expect(learned.ranking).toEqual({ order: "learned", model: "m-contrary", arm: "champion" });
    expect(ids(await search({ text: "DL-29" }))[0]).toBe("lamp-29");
  });

  it("is the order by words when that is asked for", async () => {
    const { search } = shop(fakeLearning({ model: contrary }));
    const answer = await search({ order: "text" });
    expect(answer.ranking).toEqual({ order: "first_stage", model: null, arm: "first_stage" });
    expect(ids(answer)[0]).toBe("lamp-00");
  });

  it("gives way to the order by words when the state fails or is late, and says why", async () => {
    for (const read of [() => Promise.reject(new Error("gone")), () => new Promise<never>(() => undefined)]) {
      const learning = fakeLearning({ model: contrary, counters: { read }, budgetMs: 20 });
      const answer = await shop(learning).search();
      expect(ids(answer)[0]).toBe("lamp-00");
      expect(answer.degraded).toEqual(["feature_state"]);
      expect(answer.ranking).toEqual({ order: "first_stage", model: null, arm: "champion" });
      expect(learning.outcomes).toEqual(["m-contrary feature_state"]);
    }
  });

  it("gives way when the model has been slow, and tries it again now and then", async () => {
    let scored = 0;
    const slow = {
      ...contrary,
      scorer: {
        score: () => {
          scored += 1;
          const until = performance.now() + 20;
          while (performance.now() < until);
        },
      },
    };
    const { search } = shop(fakeLearning({ model: slow, budgetMs: 3 }));
    const answers = [];
    for (let i = 0; i < 60; i += 1) answers.push(await search());
    expect(answers[1]?.degraded).toEqual(["model_slow"]);
    // The first, the fiftieth after it, and one a second on a busy machine.
    expect(scored).toBeGreaterThanOrEqual(2);
    expect(scored).toBeLessThan(10);
  });

  it("gives way when the model fails", async () => {
    const broken = {
      ...contrary,
      scorer: {
        score: () => {
          throw new Error("broken");
        },
      },
    };
    const answer = await shop(fakeLearning({ model: broken })).search();
    expect(answer.degraded).toEqual(["error"]);
    expect(ids(answer)[0]).toBe("lamp-00");
  });
});

describe("an impression", () => {
  it("holds what was shown, with the numbers it was ordered by", async () => {
    const learning = fakeLearning({ model: contrary });
    const answer = await shop(learning).search({ visitor: visitor("u"), text: "Desk  Lamp" });
    const impression = learning.impressions[0]!;
    const shown = impression.shown.filter(({ position }) => position > 0);
    expect(shown.map(({ id }) => id)).toEqual(ids(answer));
    expect(shown.map(({ position }) => position)).toEqual(answer.hits.map(({ position }) => position));
    expect(shown.map(({ score }) => score)).toEqual(answer.hits.map(({ score }) => score));
    expect(shown[0]).toMatchObject({ firstStageRank: 30, propensity: 1 });
    expect(impression).toMatchObject({
      queryId: answer.queryId,
      user: "u",
      session: "u-1",
      text: "Desk  Lamp",
      normalized: "desk lamp",
      modelVersion: "m-contrary",
      arm: "champion",
      stateSequence: 7,
      featureSet: featureSet.hash,
      total: 30,
    });
    expect(impression.vectors.length).toBe(impression.shown.length * featureSet.names.length);
    const unshown = impression.shown.filter(({ position }) => position === 0);
    expect(unshown.length).toBeGreaterThan(0);
    expect(unshown.every(({ id }) => !ids(answer).includes(id))).toBe(true);
  });

  it("is made of a search that finds nothing too, but not of one that shows nothing", async () => {
    const learning = fakeLearning();
    const { search } = shop(learning);
    await search({ text: "zzzzzz" });
    await search({ size: 0 });
    expect(learning.impressions.map(({ total }) => total)).toEqual([0]);
  });

  it("of a bot keeps no numbers", async () => {
    const learning = fakeLearning({ model: contrary });
    await shop(learning).search({ visitor: visitor("b", true) });
    expect(learning.impressions[0]?.bot).toBe(true);
    expect(learning.impressions[0]?.vectors.length).toBe(0);
  });

  it("shares its query id with the pages that go on from it, and these are cut from the same order", async () => {
    let turned = false;
    const learning = fakeLearning({
      assigned: () => ({ arm: "champion", model: turned ? null : contrary }),
    });
    const { search } = shop(learning);
    const first = await search({ visitor: visitor("u") });
    turned = true;
    const second = await search({ visitor: visitor("u"), page: 2, queryId: first.queryId });
    const third = await search({ visitor: visitor("u"), page: 3, queryId: first.queryId });
    const all = [first, second, third].flatMap(ids);
    expect(new Set(all).size).toBe(30);
    expect(all[0]).toBe("lamp-29");
    expect(all.at(-1)).toBe("lamp-00");
    expect(learning.impressions.map(({ queryId }) => queryId)).toEqual(Array(3).fill(first.queryId));
  });
});

describe("an explanation", () => {
  it("says place, first stage and what each theme did", async () => {
    const place = await shop(fakeLearning({ model: contrary })).explain("lamp-00");
    expect(place).toMatchObject({ position: 30, total: 30, score: 0, firstStage: { rank: 1 } });
    const sum = place.contributions.reduce((total, { value }) => total + value, 0);
    expect(sum).toBeCloseTo(0, 12);
    expect(place.contributions.length).toBeGreaterThan(0);
    expect(place.contributions.every(({ says }) => says.length > 3)).toBe(true);
  });

  it("leaves no impression and does without a model", async () => {
    const learning = fakeLearning();
    const place = await shop(learning).explain("lamp-00");
    expect(place).toMatchObject({ position: 1, contributions: [], ranking: { order: "first_stage" } });
    expect(learning.impressions).toEqual([]);
  });

  it("says what to do when the product is not among the results", async () => {
    await expect(shop(fakeLearning()).explain("nothing")).rejects.toMatchObject({
      code: "not_found",
      where: "product",
    });
  });
});
