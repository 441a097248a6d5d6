import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { money } from "../format/money.ts";
import { plural } from "../format/names.ts";
import { cart, type CartLine, useCart } from "../state/cart.ts";
import { Icon } from "./icon.tsx";
import { Modal } from "./modal.tsx";
import { Picture } from "./picture.tsx";

export const CartButton = ({ onOpen }: { onOpen: () => void }): VNode => {
  const count = useCart().reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <button
      type="button"
      class="icon-button cart-button"
      aria-label={count === 0 ? "Cart, empty" : `Cart, ${plural(count, "product")}`}
      onClick={onOpen}
    >
      <Icon name="cart" />
      {count > 0 && <span class="cart-count">{count}</span>}
    </button>
  );
};

/** What is in the cart, and a till that takes no money. */
export const CartSheet = ({ onClose }: { onClose: () => void }): VNode => {
  const lines = useCart();
  const [bought, setBought] = useState(false);
  return (
    <Modal label="Cart" class="cart-modal" onClose={onClose}>
      <div class="sheet-head">
        <h2>{bought ? "Bought, as far as a demo goes" : "Cart"}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {bought ? (
        <p class="cart-note" role="status">
          Nothing was paid and nothing will be sent. The search was told what you bought: it counts as the strongest
          sign there is that these products belong high up.
        </p>
      ) : lines.length === 0 ? (
        <p class="cart-note">There is nothing in it yet.</p>
      ) : (
        <>
          <ul class="cart-lines">
            {lines.map((line) => (
              <Line key={line.product.id} line={line} />
            ))}
          </ul>
          <div class="cart-foot">
            <p class="cart-total">
              <span>Total</span>
              <strong>{totalsOf(lines).join(" + ")}</strong>
            </p>
            <button
              type="button"
              class="button button-main"
              onClick={() => {
                cart.buy();
                setBought(true);
              }}
            >
              Buy (demo)
            </button>
            <p class="cart-note">A demo: no payment, no address, no delivery. Buying only teaches the search.</p>
          </div>
        </>
      )}
    </Modal>
  );
};

const Line = ({ line: { product, quantity } }: { line: CartLine }): VNode => (
  <li class="cart-line">
    <Picture product={product} />
    <div class="cart-text">
      <h3>{product.title}</h3>
      {product.price !== undefined && <p>{money(product.price, product.currency)}</p>}
    </div>
    <div class="cart-quantity">
      <button
        type="button"
        class="icon-button"
        aria-label={quantity === 1 ? `Take out ${product.title}` : `One less of ${product.title}`}
        onClick={() => cart.setQuantity(product.id, quantity - 1)}
      >
        <Icon name={quantity === 1 ? "close" : "minus"} size={16} />
      </button>
      <span aria-label={`Quantity ${quantity}`} role="img">
        {quantity}
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label={`One more of ${product.title}`}
        onClick={() => cart.setQuantity(product.id, quantity + 1)}
      >
        <Icon name="plus" size={16} />
      </button>
    </div>
  </li>
);

/** One amount a currency. */
const totalsOf = (lines: readonly CartLine[]): readonly string[] => {
  const sums = new Map<string | undefined, number>();
  for (const { product, quantity } of lines) {
    sums.set(product.currency, (sums.get(product.currency) ?? 0) + (product.price ?? 0) * quantity);
  }
  return [...sums].map(([currency, sum]) => money(sum, currency));
};
