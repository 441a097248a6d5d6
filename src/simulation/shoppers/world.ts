import type { Product } from "../../domain/product.ts";
import { type Asking, createAsking } from "./asking.ts";
import { type Habits, usualHabits } from "./habits.ts";
import { hiddenLiking, type HiddenOf } from "./hidden-liking.ts";
import { readShelf, type Shelf } from "./shelf.ts";

/** What is true of the shop whoever shops there: what there is, how good it truly is, what people ask for. */
export interface World {
  readonly seed: number;
  readonly shelf: Shelf;
  readonly hiddenOf: HiddenOf;
  readonly asking: Asking;
  readonly habits: Habits;
}

export interface WorldOptions {
  readonly seed: number;
  readonly products: Iterable<Product>;
  readonly habits?: Habits;
}

export function createWorld({ seed, products, habits = usualHabits }: WorldOptions): World {
  const shelf = readShelf(products);
  const hiddenOf = hiddenLiking(seed);
  return { seed, shelf, hiddenOf, habits, asking: createAsking(shelf, hiddenOf, habits, seed) };
}
