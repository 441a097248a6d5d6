import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { FacetValue, ValuesFacet } from "../api/answers.ts";
import { ancestorsOf, depthOf, fieldLabel, leafOf, parentOf } from "../format/names.ts";
import { withFilter, type ShopState } from "../state/shop-state.ts";
import { useFacetValues } from "../state/use-facet-values.ts";
import { Icon } from "./icon.tsx";
import { StateLink } from "./link.tsx";

/** As many as the API answers with: below a chosen one there are more of its own only when there are so many. */
const FULL = 10;

/** Departments: the way down to the chosen one, and what lies directly below it. One is chosen at a time. */
export const FacetTree = ({ facet, state }: { facet: ValuesFacet; state: ShopState }): VNode => {
  const chosen = state.filters.get(facet.field)?.at(-1) ?? null;
  const [expanded, setExpanded] = useState(false);
  const values = useFacetValues(facet, state, "", expanded && facet.more > 0) ?? facet.values;
  const path = chosen === null ? [] : ancestorsOf(chosen);
  const below = values.filter(({ value }) => parentOf(value) === chosen);
  // A leaf shows its neighbours, so that one can move sideways.
  const shown = below.length > 0 ? below : values.filter(({ value }) => parentOf(value) === parentOf(chosen ?? ""));
  const above = below.length > 0 ? path : path.slice(0, -1);
  return (
    <>
      <ul class="tree" aria-label={fieldLabel(facet.field)}>
        {chosen !== null && (
          <li>
            <StateLink to={withFilter(state, facet.field, [])} keepScroll class="tree-link tree-up">
              <Icon name="back" size={14} />
              All departments
            </StateLink>
          </li>
        )}
        {/* One list, so that a link that stays keeps the focus. */}
        {[...above, ...shown.map(({ value }) => value)].map((value) => (
          <TreeLine
            key={value}
            facet={facet}
            state={state}
            value={value}
            count={countOf(values, value)}
            chosen={chosen}
          />
        ))}
      </ul>
      {facet.more > 0 && (chosen === null || below.length >= FULL) && (
        <button type="button" class="text-button" aria-expanded={expanded} onClick={() => setExpanded(!expanded)}>
          {expanded ? "Show fewer" : `Show ${facet.more.toLocaleString()} more`}
        </button>
      )}
    </>
  );
};

interface TreeLineProps {
  readonly facet: ValuesFacet;
  readonly state: ShopState;
  readonly value: string;
  readonly count: number | null;
  readonly chosen: string | null;
}

const TreeLine = ({ facet, state, value, count, chosen }: TreeLineProps): VNode => (
  <li class={`tree-depth-${Math.min(depthOf(value), 4)}`}>
    <StateLink
      to={withFilter(state, facet.field, [value])}
      keepScroll
      class="tree-link"
      current={value === chosen ? "true" : undefined}
    >
      <span>{leafOf(value)}</span>
      {count !== null && <span class="count">{count.toLocaleString()}</span>}
    </StateLink>
  </li>
);

const countOf = (values: readonly FacetValue[], path: string): number | null =>
  values.find(({ value }) => value === path)?.count ?? null;
