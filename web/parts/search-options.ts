import type { Product, SuggestAnswer } from "../api/answers.ts";
import { ask, type ShopState } from "../state/shop-state.ts";

/** A line of the autocomplete list and where it leads. */
export interface Option {
  readonly group: "Suggestions" | "Categories" | "Brands" | "Products";
  readonly text: string;
  readonly count: number | null;
  readonly product: Product | null;
  /** The API's own highlighting, for products. */
  readonly highlight: string | null;
  readonly to: ShopState;
}

/** In the order the arrow keys walk through them. */
export const optionsOf = (answer: SuggestAnswer, typed: string, state: ShopState): readonly Option[] => [
  ...answer.suggestions.map(({ text, count }) => line("Suggestions", text, count, ask(state, { q: text }))),
  ...answer.categories
    .slice(0, 3)
    .map(({ text, count }) =>
      line("Categories", text, count, ask(state, { filters: new Map([["categories", [text]]]) })),
    ),
  ...answer.brands
    .slice(0, 3)
    .map(({ text, count }) => line("Brands", text, count, ask(state, { filters: new Map([["brand", [text]]]) }))),
  ...answer.products.slice(0, 5).map(({ product, highlight }) => ({
    group: "Products" as const,
    text: product.title,
    count: null,
    product,
    highlight: highlight?.["title"] ?? null,
    to: ask(state, { q: typed.trim(), product: product.id }),
  })),
];

const line = (group: Option["group"], text: string, count: number, to: ShopState): Option => ({
  group,
  text,
  count,
  product: null,
  highlight: null,
  to,
});
