import type { GlobalState } from "../state/global-state.ts";
import type { QueryState } from "../state/query-state.ts";
import type { CategoryView } from "./category-view.ts";
import type { Places } from "./order-of.ts";
import type { QueryWords } from "./query-words.ts";
import type { SessionView } from "./session-view.ts";
import type { TasteView } from "./taste-view.ts";

/** A query and the window of products found for it: worked out once, read by all rows. */
export interface QueryView {
  readonly words: QueryWords;
  /** Names that its words are remembered by, each once, with the idf of each and their sum. */
  readonly names: readonly string[];
  readonly nameSet: ReadonlySet<string>;
  readonly nameIdf: Float64Array;
  readonly nameIdfSum: number;
  readonly nowMs: number;
  readonly total: number;
  /** Field → its place among the candidates' scores; −1 when the plan does not score it. */
  readonly fields: FieldPlaces;
  readonly places: WindowPlaces;
  readonly categories: CategoryView;
  readonly shop: GlobalState;
  readonly query: QueryState;
  /** Evidence by name, for queries with that word. */
  readonly nameEvidence: Float64Array;
  readonly taste: TasteView;
  readonly session: SessionView;
}

export interface FieldPlaces {
  readonly title: number;
  readonly brand: number;
  readonly categories: number;
  readonly attributes: number;
  readonly description: number;
  /** The rest, in the plan's order. */
  readonly others: readonly number[];
}

export interface WindowPlaces {
  readonly score: Places;
  readonly title: Places;
  readonly price: Places;
  readonly reviews: Places;
  /** Of the shop's own numbers, by name in ascending order. */
  readonly own: readonly { readonly name: string; readonly places: Places }[];
}
