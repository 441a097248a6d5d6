import type { VNode } from "preact";
import type { Product } from "../api/answers.ts";
import { discountPercent, money } from "../format/money.ts";

/** What it costs, and what it cost before a discount. */
export const Price = ({ product: { price, list_price: listPrice, currency } }: { product: Product }): VNode | null => {
  if (price === undefined) return null;
  const discounted = discountPercent(price, listPrice) > 0;
  return (
    <span class={discounted ? "price price-sale" : "price"}>
      {discounted && <span class="visually-hidden">Now </span>}
      <strong>{money(price, currency)}</strong>
      {discounted && listPrice !== undefined && (
        <s>
          <span class="visually-hidden">, before </span>
          {money(listPrice, currency)}
        </s>
      )}
    </span>
  );
};

export const DiscountBadge = ({ product: { price, list_price: listPrice } }: { product: Product }): VNode | null => {
  const percent = price === undefined ? 0 : discountPercent(price, listPrice);
  return percent === 0 ? null : <span class="badge">−{percent}%</span>;
};
