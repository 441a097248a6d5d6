import type { Feature } from "../feature.ts";
import { BUCKETS } from "../state/positions.ts";

/** What shoppers did with the product of late, whatever they searched for. */
export const popularityFeatures: readonly Feature[] = [
  { name: "clicks.day", group: "popularity", value: ({ product }) => product.clicks.day },
  { name: "clicks.week", group: "popularity", value: ({ product }) => product.clicks.week },
  { name: "clicks.month", group: "popularity", value: ({ product }) => product.clicks.month },
  { name: "views.week", group: "popularity", value: ({ product }) => product.views.week },
  { name: "carts.month", group: "popularity", value: ({ product }) => product.carts.month },
  { name: "purchases.week", group: "popularity", value: ({ product }) => product.purchases.week },
  { name: "purchases.month", group: "popularity", value: ({ product }) => product.purchases.month },
  {
    // Clicks over expected clicks (Zhang and Jones 2007): what its places would have brought an average product.
    name: "clicks.over_expected",
    group: "popularity",
    value: ({ product }, { shop }) => {
      let expected = 0;
      for (let b = 0; b < BUCKETS; b++) expected += product.shown[b]! * shop.clickRates[b]!;
      return (product.placedClicks + FIRM) / (expected + FIRM);
    },
  },
  {
    name: "purchases.by_click",
    group: "popularity",
    value: ({ product }, { shop }) =>
      Math.log((product.allPurchases / shop.purchasesByClick + FIRM) / (product.allClicks + FIRM)),
  },
];

/** Clicks that weigh as much as what is known of an average product. */
const FIRM = 5;
