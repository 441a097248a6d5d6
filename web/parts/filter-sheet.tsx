import type { VNode } from "preact";
import type { SearchAnswer } from "../api/answers.ts";
import { plural } from "../format/names.ts";
import { useNavigation } from "../state/navigation.tsx";
import { refine, type ShopState } from "../state/shop-state.ts";
import { Facets } from "./facets.tsx";
import { Icon } from "./icon.tsx";
import { Modal } from "./modal.tsx";

interface FilterSheetProps {
  readonly answer: SearchAnswer;
  readonly state: ShopState;
  readonly loading: boolean;
  readonly onClose: () => void;
}

/** The filters on a phone: a sheet from below, with the number of results always in sight. */
export const FilterSheet = ({ answer, state, loading, onClose }: FilterSheetProps): VNode => {
  const { go } = useNavigation();
  return (
    <Modal label="Filters" class="sheet" onClose={onClose}>
      <div class="sheet-head">
        <h2>Filters</h2>
        <button type="button" class="icon-button" aria-label="Close the filters" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div class="sheet-body">
        <Facets answer={answer} state={state} />
      </div>
      <div class="sheet-foot">
        <button
          type="button"
          class="button"
          disabled={state.filters.size === 0}
          onClick={() => go(refine(state, { filters: new Map() }), { keepScroll: true })}
        >
          Clear all
        </button>
        <button type="button" class="button button-main" aria-busy={loading} onClick={onClose}>
          Show {plural(answer.total, "result")}
        </button>
      </div>
    </Modal>
  );
};
