import type { VNode } from "preact";
import type { SearchAnswer } from "../api/answers.ts";
import { type Order, RELEVANCE, type ShopState } from "../state/shop-state.ts";
import { Icon } from "./icon.tsx";
import { StateLink } from "./link.tsx";

const ORDERS: readonly (readonly [Order, string])[] = [
  ["text", "Text order"],
  ["learned", "Learned order"],
  ["compare", "Side by side"],
];

/** Between the order by words alone and the learned one; where nothing has been learned yet, it says so. */
export const OrderSwitch = ({ state, answer }: { state: ShopState; answer: SearchAnswer }): VNode | null => {
  if (state.sort !== RELEVANCE || answer.total === 0) return null;
  const { order, model, arm } = answer.ranking;
  const missed = order === "first_stage" && state.order !== "text";
  if (missed && arm === "first_stage") return <StillLearning />;
  return (
    <div class="order">
      <nav class="segments" aria-label="Order of the results">
        {ORDERS.map(([value, name]) => (
          <StateLink
            key={value}
            to={{ ...state, order: value, page: 1, product: null, why: null }}
            class="segment"
            current={state.order === value ? "true" : undefined}
            keepScroll
          >
            {name}
          </StateLink>
        ))}
      </nav>
      <p class="order-note">
        {missed
          ? "The learned order was not ready in time; for once this is the order by the words."
          : state.order === "text"
            ? "By the words alone, as if nothing had been learned."
            : state.order === "learned"
              ? `Learned from what shoppers opened and bought${model === null ? "" : ` (model ${model})`}.`
              : "What learning from clicks and purchases moved, and how far."}
      </p>
    </div>
  );
};

const StillLearning = (): VNode => (
  <p class="order still-learning">
    <Icon name="bulb" size={18} />
    <span>
      Still learning: no model has passed its test yet, so this is the order by the words alone. Every click and
      purchase brings it nearer.
    </span>
  </p>
);
