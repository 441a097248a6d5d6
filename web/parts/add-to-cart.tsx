import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Product } from "../api/answers.ts";
import { cart } from "../state/cart.ts";
import { Icon } from "./icon.tsx";

const THANKS_MS = 1_600;

/** Puts a product into the cart; the events script sees the attribute and tells the search. */
export const AddToCart = ({ product, small = false }: { product: Product; small?: boolean }): VNode => {
  const [added, setAdded] = useState(0);
  useEffect(() => {
    if (added === 0) return;
    const timer = setTimeout(() => setAdded(0), THANKS_MS);
    return () => clearTimeout(timer);
  }, [added]);
  const label = added > 0 ? "In the cart" : "Add to cart";
  return (
    <button
      type="button"
      class={small ? "add-small" : "button button-main"}
      aria-label={small ? `${label}: ${product.title}` : undefined}
      title={small ? label : undefined}
      data-winnow-add-to-cart={product.id}
      disabled={product.in_stock === false}
      onClick={() => {
        cart.add(product);
        setAdded(added + 1);
      }}
    >
      <Icon name={added > 0 ? "check" : small ? "plus" : "cart"} size={18} />
      {!small && label}
    </button>
  );
};
