import type { VNode } from "preact";
import { useNavigation } from "../state/navigation.tsx";
import { withFilter, type ShopState } from "../state/shop-state.ts";
import { Stars } from "./rating.tsx";

const FIELD = "rating";

/** At least so many stars. */
export const FacetRating = ({ state }: { state: ShopState }): VNode => {
  const { go } = useNavigation();
  const chosen = state.filters.get(FIELD)?.[0] ?? "";
  return (
    <div role="radiogroup" aria-label="Rating" class="facet-values">
      {[4.5, 4, 3].map((stars) => (
        <label key={stars} class="check">
          <input
            type="radio"
            name="rating"
            checked={chosen === `${stars}..`}
            onChange={() => go(withFilter(state, FIELD, [`${stars}..`]), { keepScroll: true })}
          />
          <Stars rating={stars} />
          <span class="check-text">
            {stars} <span class="visually-hidden">stars</span> and up
          </span>
        </label>
      ))}
      <label class="check">
        <input
          type="radio"
          name="rating"
          checked={chosen === ""}
          onChange={() => go(withFilter(state, FIELD, []), { keepScroll: true })}
        />
        <span class="check-text">Any rating</span>
      </label>
    </div>
  );
};
