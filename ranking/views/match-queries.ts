import type { ProductState } from "../state/product-state.ts";
import type { QueryNames } from "./query-names.ts";

/** What the queries that led to a product have in common with this one; filled anew for each row. */
export interface QueryMatch {
  /** How much of what led to this product had the query's words, by idf. */
  wordsOfProduct: number;
  /** How much of what was chosen with the query's words was this product. */
  productOfWords: number;
  /** The nearest of the queries that led to it, by the share of words in common, times how sure that is. */
  nearest: number;
}

export const emptyQueryMatch = (): QueryMatch => ({ wordsOfProduct: 0, productOfWords: 0, nearest: 0 });

export const matchQueries = (product: ProductState, query: QueryNames, match: QueryMatch): void => {
  match.wordsOfProduct = 0;
  match.productOfWords = 0;
  match.nearest = 0;
  const { names, idf, idfSum, evidence } = query;
  if (product.evidence === 0 || idfSum === 0) return;
  const { queries } = product;
  common.fill(0, 0, queries.length);
  let ofProduct = 0;
  let ofWords = 0;
  for (let i = 0; i < names.length; i++) {
    const word = product.words.get(names[i]!);
    if (word === undefined) continue;
    ofProduct += idf[i]! * word.evidence;
    ofWords += (idf[i]! * word.evidence) / (evidence[i]! + FIRM);
    for (let having = word.queries; having !== 0; having &= having - 1) common[31 - Math.clz32(having & -having)]!++;
  }
  match.wordsOfProduct = ofProduct / (idfSum * (product.evidence + FIRM));
  match.productOfWords = ofWords / idfSum;
  for (let q = 0; q < queries.length; q++) {
    const shared = common[q]!;
    if (shared === 0) continue;
    const { words, evidence: own } = queries[q]!;
    const likeness = (shared / (words + names.length - shared)) * (own / (own + FIRM));
    if (likeness > match.nearest) match.nearest = likeness;
  }
};

/** Evidence that weighs as much as what is known besides. */
const FIRM = 2;
const common = new Int32Array(32);
