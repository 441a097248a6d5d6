import type { Feature } from "../feature.ts";
import { DAY_MS } from "../state/days.ts";

/** What the product is by itself. */
export const productFeatures: readonly Feature[] = [
  { name: "product.rating", group: "rating", value: ({ facts }) => facts.rating ?? NaN },
  {
    name: "product.log_reviews",
    group: "rating",
    value: ({ facts }) => (facts.reviews === null ? NaN : Math.log1p(Math.max(0, facts.reviews))),
  },
  {
    name: "product.reviews_place",
    group: "rating",
    value: ({ facts }, { places }) => places.reviews.of(facts.reviews ?? NaN),
  },
  {
    name: "product.in_stock",
    group: "stock",
    value: ({ facts }) => (facts.inStock === null ? NaN : facts.inStock ? 1 : 0),
  },
  {
    name: "product.log_age_days",
    group: "freshness",
    value: ({ facts }, { nowMs }) =>
      facts.createdAtMs === null ? NaN : Math.log1p(Math.max(0, nowMs - facts.createdAtMs) / DAY_MS),
  },
  {
    name: "product.log_description",
    group: "content",
    value: ({ facts }) => Math.log1p(Math.max(0, facts.descriptionLength)),
  },
  { name: "product.image", group: "content", value: ({ facts }) => (facts.hasImage ? 1 : 0) },
];
