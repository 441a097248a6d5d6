import type { Counters } from "../src/domain/counters.ts";
import type { SessionState } from "../src/domain/session.ts";
import { features } from "./feature-set.ts";
import type { RankQuery, RankRow } from "./rank-query.ts";
import { globalKey, productKey, queryKey, wordKey, wordsOf } from "./state/keys.ts";
import { productState } from "./state/product-state.ts";
import { hourOf } from "./state/windows.ts";
import { emptyQueryMatch, matchQueries } from "./views/match-queries.ts";
import { emptyTitleMatch, matchTitle } from "./views/match-title.ts";
import { openQueryView } from "./views/open-query-view.ts";
import type { RowView } from "./views/row-view.ts";

export type { RankQuery, RankRow } from "./rank-query.ts";

/** The counters that vectors are computed from; ask the store for them at once. */
export const stateKeys = ({ tree }: RankQuery, rows: readonly RankRow[]): readonly string[] => {
  const query = queryKey(tree.text);
  const words = wordsOf(tree.text);
  return [
    globalKey,
    ...(query === null ? [] : [query]),
    ...words.map(wordKey),
    ...rows.map(({ candidate }) => productKey(candidate.group)),
  ];
};

/**
 * What the model sees: a row a product, a column a feature. Pure: the same arguments give the same bytes, now and when
 * they are put together again from the log.
 *
 * @param rows the whole window, since features compare a product with the others
 * @param counters one a key of `stateKeys`, empty where nothing is known; what is derived is kept by these very objects
 * @returns row-major, rows × features; NaN is unknown
 */
export const computeVectors = (
  query: RankQuery,
  rows: readonly RankRow[],
  counters: readonly Counters[],
  session: SessionState | null,
): Float32Array => {
  const columns = features.length;
  const vectors = new Float32Array(rows.length * columns);
  const [first] = rows;
  if (first === undefined) return vectors;
  const view = openQueryView(query, rows, counters, session);
  const products = counters.length - rows.length;
  const hour = hourOf(query.nowMs);
  const row: RowView = {
    ...first,
    logPrice: NaN,
    title: emptyTitleMatch(),
    similar: emptyQueryMatch(),
    product: productState(counters[products]!, hour),
    forQuery: null,
    category: null,
    brand: null,
  };
  for (let r = 0; r < rows.length; r++) {
    const { candidate, facts, firstStageRank } = rows[r]!;
    row.candidate = candidate;
    row.facts = facts;
    row.firstStageRank = firstStageRank;
    row.product = productState(counters[products + r]!, hour);
    row.forQuery = view.query.products.get(candidate.group) ?? null;
    row.category = facts.category === null ? null : view.categories.get(facts.category)!;
    row.brand = facts.brand === null ? null : view.brands.get(facts.brand)!;
    row.logPrice = facts.price !== null && facts.price > 0 ? Math.log(facts.price) : NaN;
    matchTitle(facts, view.words, row.title);
    matchQueries(row.product, view.names, row.similar);
    const start = r * columns;
    for (let c = 0; c < columns; c++) vectors[start + c] = known(values[c]!(row, view));
  }
  return vectors;
};

const values = features.map(({ value }) => value);

/** A float32 that overflows would be infinite: as good as unknown. */
const known = (value: number): number => (Math.abs(value) < 1e30 ? value : NaN);
