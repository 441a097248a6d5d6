import type { Feature } from "../feature.ts";

export const priceFeatures: readonly Feature[] = [
  { name: "price.log", group: "price", value: ({ facts }) => logPrice(facts.price) },
  { name: "price.place", group: "price", value: ({ facts }, { places }) => places.price.of(facts.price ?? NaN) },
  {
    name: "price.place_in_category",
    group: "price",
    value: ({ facts }, { categories }) =>
      facts.category === null ? NaN : categories.of(facts.category).prices.of(facts.price ?? NaN),
  },
  {
    name: "price.discount",
    group: "price",
    value: ({ facts: { price, listPrice } }) =>
      price === null ? NaN : listPrice === null || !(listPrice > price) || price < 0 ? 0 : 1 - price / listPrice,
  },
];

/** NaN when unknown or not a price. */
export const logPrice = (price: number | null): number => (price !== null && price > 0 ? Math.log(price) : NaN);
