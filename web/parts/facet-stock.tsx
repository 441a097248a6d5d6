import type { VNode } from "preact";
import type { SearchAnswer } from "../api/answers.ts";
import { useNavigation } from "../state/navigation.tsx";
import { withFilter, type ShopState } from "../state/shop-state.ts";

const FIELD = "in_stock";

/** Only what can be bought now; left out for a catalogue that does not say. */
export const FacetStock = ({ answer, state }: { answer: SearchAnswer; state: ShopState }): VNode | null => {
  const { go } = useNavigation();
  const chosen = state.filters.get(FIELD)?.[0] === "true";
  if (!chosen && answer.hits.every(({ product }) => product.in_stock === undefined)) return null;
  return (
    <label class="check facet-stock">
      <input
        type="checkbox"
        role="switch"
        class="switch"
        checked={chosen}
        onChange={() => go(withFilter(state, FIELD, chosen ? [] : ["true"]), { keepScroll: true })}
      />
      <span class="check-text">In stock only</span>
    </label>
  );
};
