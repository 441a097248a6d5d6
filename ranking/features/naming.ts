import type { Feature } from "../feature.ts";

/** Whether the query names the product's category or brand. */
export const namingFeatures: readonly Feature[] = [
  { name: "category.leaf_named", group: "naming", value: ({ category }) => category?.leaf ?? NaN },
  { name: "category.covered", group: "naming", value: ({ category }) => category?.covered ?? NaN },
  { name: "brand.named", group: "naming", value: ({ brand }) => brand?.named ?? NaN },
];
