/** Orders, slices and measures as a shopkeeper calls them. */
const NAMES: Readonly<Record<string, string>> = {
  challenger: "New model",
  champion: "Serving model",
  first_stage: "Text order",
  random: "Random order",
  head: "Frequent queries",
  middle: "Occasional queries",
  tail: "Rare queries",
  no_click: "Queries without clicks",
  new_products: "New products",
  mobile: "On phones",
  ndcg_10: "NDCG@10",
  mrr: "MRR",
  ndcg_purchase_10: "NDCG@10, by purchases",
  revenue_10: "Revenue in the first ten",
};

export const nameOf = (key: string): string =>
  Object.hasOwn(NAMES, key) ? NAMES[key]! : key.charAt(0).toUpperCase() + key.slice(1).replaceAll("_", " ");
