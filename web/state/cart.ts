import { useEffect, useState } from "preact/hooks";
import type { Product } from "../api/answers.ts";
import { tell } from "../api/behaviour.ts";

/** What is needed to show and to buy it, as it was when it was put in. */
export type CartProduct = Pick<Product, "id" | "title" | "price" | "currency" | "image">;

export interface CartLine {
  readonly product: CartProduct;
  readonly quantity: number;
}

const NAME = "winnow-cart";
const MOST = 99;

/** The cart of this browser. Nothing is paid here: buying tells the search what was bought, and empties the cart. */
export const cart = {
  add: ({ id, title, price, currency, image }: Product): void => {
    const quantity = (lines.find(({ product }) => product.id === id)?.quantity ?? 0) + 1;
    const product = { id, title, price, currency, image } as CartProduct;
    keep([...lines.filter((line) => line.product.id !== id), { product, quantity: Math.min(quantity, MOST) }]);
  },
  /** None takes it out. */
  setQuantity: (id: string, quantity: number): void => {
    if (quantity <= 0) tell("remove_from_cart", { product: id });
    keep(
      lines.flatMap((line) =>
        line.product.id !== id ? [line] : quantity > 0 ? [{ ...line, quantity: Math.min(quantity, MOST) }] : [],
      ),
    );
  },
  buy: (): void => {
    for (const { product, quantity } of lines) {
      tell("purchase", { product: product.id, price: product.price, currency: product.currency, quantity });
    }
    keep([]);
  },
};

export const useCart = (): readonly CartLine[] => {
  const [shown, setShown] = useState(lines);
  useEffect(() => {
    setShown(lines);
    listeners.add(setShown);
    return () => void listeners.delete(setShown);
  }, []);
  return shown;
};

const listeners = new Set<(lines: readonly CartLine[]) => void>();

const read = (): readonly CartLine[] => {
  try {
    return JSON.parse(localStorage.getItem(NAME) ?? "[]") as CartLine[];
  } catch {
    return [];
  }
};

let lines = read();

const keep = (changed: readonly CartLine[]): void => {
  lines = changed;
  try {
    localStorage.setItem(NAME, JSON.stringify(lines));
  } catch {
    // It lasts as long as the page.
  }
  for (const listen of listeners) listen(lines);
};

// Another tab may have put something in.
addEventListener("storage", ({ key }) => {
  if (key !== NAME) return;
  lines = read();
  for (const listen of listeners) listen(lines);
});
