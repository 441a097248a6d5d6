import type { Feature } from "../feature.ts";

export const priceFeatures: readonly Feature[] = [
  { name: "price.log", group: "price", value: ({ logPrice }) => logPrice },
  { name: "price.place", group: "price", value: ({ facts }, { places }) => places.price.of(facts.price ?? NaN) },
  {
    name: "price.place_in_category",
    group: "price",
    value: ({ facts, category }) => category?.prices.of(facts.price ?? NaN) ?? NaN,
  },
  {
    name: "price.discount",
    group: "price",
    value: ({ facts: { price, listPrice } }) =>
      price === null ? NaN : listPrice === null || !(listPrice > price) || price < 0 ? 0 : 1 - price / listPrice,
  },
];
