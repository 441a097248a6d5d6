import type { Page } from "playwright-core";

interface Hit {
  readonly id: string;
  position: number;
}

interface Answer {
  readonly page: number;
  hits: Hit[];
  ranking: { order: string; model: string | null; arm: string };
}

/** How the pretended model moves the first places: what stands at 5 comes first. */
const ORDER = [4, 0, 1, 7, 2, 3, 5, 6];

/**
 * Puts a model into the way of the page's searches, so that what it shows of one can be tested without training one:
 * the first eight products change places, the rest stays.
 */
export const pretendLearned = async (page: Page): Promise<void> => {
  await page.route("**/v1/search?*", async (route) => {
    const parameters = new URL(route.request().url()).searchParams;
    const response = await route.fetch();
    if (!response.ok()) return route.fulfill({ response });
    const answer = (await response.json()) as Answer;
    if (parameters.get("order") === "text") {
      answer.ranking = { order: "first_stage", model: null, arm: "first_stage" };
    } else {
      answer.ranking = { order: "learned", model: "m-0123456789ab", arm: "champion" };
      if (answer.page === 1 && answer.hits.length >= ORDER.length) {
        const moved = ORDER.map((from) => answer.hits[from]!);
        answer.hits = [...moved, ...answer.hits.slice(ORDER.length)].map((hit, i) => ({ ...hit, position: i + 1 }));
      }
    }
    return route.fulfill({ response, json: answer });
  });
  await page.route("**/v1/explain?*", (route) => {
    const parameters = new URL(route.request().url()).searchParams;
    return route.fulfill({ json: explanationOf(parameters.get("q") ?? "", parameters.get("product") ?? "") });
  });
};

const feature = (name: string, value: number | null, contribution: number) => ({ name, value, contribution });

/** As `GET /v1/explain` answers; every text in it is the server's. */
export const explanationOf = (query: string, product: string, hostile = "") => ({
  query,
  product,
  position: 1,
  total: 214,
  ranking: { order: "learned", model: "m-0123456789ab", arm: "champion" },
  score: 1.32,
  base: -0.4,
  contributions: [
    {
      group: "query_product",
      says: `often bought for this query${hostile}`,
      value: 1.21,
      features: [feature(`query_product_purchases_30d${hostile}`, 12, 0.9), feature("query_product_coec", 1.7, 0.31)],
    },
    {
      group: "text",
      says: "words in the title",
      value: 0.64,
      features: [feature("title_bm25", 8.31, 0.5), feature("title_covered", 1, 0.14)],
    },
    { group: "popularity", says: "popular this week", value: 0.22, features: [feature("clicks_7d", 41.5, 0.22)] },
    {
      group: "session",
      says: "your recent interest in Acme",
      value: 0.11,
      features: [feature("brand_affinity", null, 0.11)],
    },
    { group: "price", says: "price", value: -0.46, features: [feature("price_percentile", 0.93, -0.46)] },
  ],
  first_stage: {
    rank: 5,
    score: 14.2,
    parts: [
      { name: "title", value: 10.1 },
      { name: "brand", value: 4.1 },
    ],
  },
  rules: [],
  would_move: [{ says: `price${hostile}`, position: 1 }],
  lineage: {
    model: "m-0123456789ab",
    trained_at: "2025-06-01T12:00:00.000Z",
    trainer: `lightgbm 4.7.0${hostile}`,
    from: "2025-05-01T00:00:00.000Z",
    to: "2025-05-31T23:00:00.000Z",
    searches: 2312,
    rows: 48120,
    positives: 1931,
  },
});
