import type { GlobalState } from "../state/global-state.ts";
import type { QueryState } from "../state/query-state.ts";
import type { BrandView } from "./brand-view.ts";
import type { CategoryView } from "./category-view.ts";
import type { QueryNames } from "./query-names.ts";
import type { QueryWords } from "./query-words.ts";
import type { SessionView } from "./session-view.ts";
import type { TasteView } from "./taste-view.ts";
import type { WindowPlaces } from "./window-places.ts";

/** A query and the window of products found for it: worked out once, read by all rows. */
export interface QueryView {
  readonly words: QueryWords;
  readonly names: QueryNames;
  readonly nowMs: number;
  readonly total: number;
  readonly fields: FieldPlaces;
  readonly places: WindowPlaces;
  /** Of the window's products. */
  readonly categories: ReadonlyMap<string, CategoryView>;
  readonly brands: ReadonlyMap<string, BrandView>;
  readonly shop: GlobalState;
  readonly query: QueryState;
  readonly taste: TasteView;
  readonly session: SessionView;
}

/** Field → its place among the candidates' scores; −1 when the plan does not score it. */
export interface FieldPlaces {
  readonly title: number;
  readonly brand: number;
  readonly categories: number;
  readonly attributes: number;
  readonly description: number;
  /** The rest, in the plan's order. */
  readonly others: readonly number[];
}
