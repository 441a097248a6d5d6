import type { Feature } from "../feature.ts";

/** What came of this product for this very query. */
export const queryHistoryFeatures: readonly Feature[] = [
  {
    name: "history.clicks_over_expected",
    group: "query_history",
    value: ({ forQuery }, { shop }) =>
      forQuery === null ? 1 : (forQuery.clicks + FIRM) / (forQuery.exposure * shop.clicksByExposure + FIRM),
  },
  {
    name: "history.click_share",
    group: "query_history",
    value: ({ forQuery }, { query }) => (forQuery === null ? 0 : forQuery.clicks / (query.clicks + FIRM)),
  },
  {
    name: "history.purchase_share",
    group: "query_history",
    value: ({ forQuery }, { query }) =>
      forQuery === null ? 0 : (forQuery.carts + 2 * forQuery.purchases) / (query.carts + 2 * query.purchases + FIRM),
  },
  {
    // Purchases over those that so much exposure would have brought an average product.
    name: "history.purchases_over_expected",
    group: "query_history",
    value: ({ forQuery }, { shop }) => {
      if (forQuery === null) return 1;
      const expected = forQuery.exposure * shop.clicksByExposure * shop.purchasesByClick;
      return (forQuery.purchases + 0.5) / (expected + 0.5);
    },
  },
  {
    name: "history.log_exposure",
    group: "query_history",
    value: ({ forQuery }) => (forQuery === null ? 0 : Math.log1p(forQuery.exposure / 1000)),
  },
];

/** Clicks that weigh as much as what is known of an average product for an average query. */
const FIRM = 2;
