import type { Feature } from "../feature.ts";
import { plainWords } from "../views/plain-words.ts";

/** Whether the query names the product's category or brand. */
export const namingFeatures: readonly Feature[] = [
  {
    name: "category.leaf_named",
    group: "naming",
    value: ({ facts }, { categories }) => (facts.category === null ? NaN : categories.of(facts.category).leaf),
  },
  {
    name: "category.covered",
    group: "naming",
    value: ({ facts }, { categories }) => (facts.category === null ? NaN : categories.of(facts.category).covered),
  },
  {
    name: "brand.named",
    group: "naming",
    value: ({ facts }, { words }) => {
      if (facts.brand === null) return NaN;
      const own = plainWords(facts.brand);
      let named = 0;
      for (const word of own) if (words.byTerm.has(word)) named++;
      return own.length === 0 ? 0 : named / own.length;
    },
  },
];
