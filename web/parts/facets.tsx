import type { ComponentChildren, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Facet, SearchAnswer } from "../api/answers.ts";
import { fieldLabel } from "../format/names.ts";
import type { ShopState } from "../state/shop-state.ts";
import { FacetRange } from "./facet-range.tsx";
import { FacetRating } from "./facet-rating.tsx";
import { FacetStock } from "./facet-stock.tsx";
import { FacetTerms } from "./facet-terms.tsx";
import { FacetTree } from "./facet-tree.tsx";

/** Facets that stay open before the visitor touches them; the rest shows its name only. */
const OPEN_AT_FIRST = 6;

/** The filters beside the results, one section a facet, in the order the catalogue declares. */
export const Facets = ({ answer, state }: { answer: SearchAnswer; state: ShopState }): VNode => {
  const facets = answer.facets.filter((facet) => facet.field !== "in_stock" && hasChoice(facet, state));
  const currency = answer.hits.find(({ product }) => product.currency !== undefined)?.product.currency;
  return (
    <div class="facets">
      {facets.map((facet, i) => (
        <FacetSection
          key={facet.field}
          name={fieldLabel(facet.field)}
          openAtFirst={i < OPEN_AT_FIRST}
          chosen={state.filters.has(facet.field)}
        >
          <FacetChoice facet={facet} state={state} currency={currency} />
        </FacetSection>
      ))}
      <FacetStock answer={answer} state={state} />
    </div>
  );
};

interface FacetSectionProps {
  readonly name: string;
  readonly openAtFirst: boolean;
  /** Something in it is chosen: it opens, but does not close when that is taken back. */
  readonly chosen: boolean;
  readonly children: ComponentChildren;
}

const FacetSection = ({ name, openAtFirst, chosen, children }: FacetSectionProps): VNode => {
  const [open, setOpen] = useState(openAtFirst || chosen);
  useEffect(() => {
    if (chosen) setOpen(true);
  }, [chosen]);
  return (
    <details class="facet" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h3>{name}</h3>
      </summary>
      <div class="facet-body">{children}</div>
    </details>
  );
};

interface FacetChoiceProps {
  readonly facet: Facet;
  readonly state: ShopState;
  readonly currency: string | undefined;
}

const FacetChoice = ({ facet, state, currency = "" }: FacetChoiceProps): VNode => {
  if (facet.type !== "stats") {
    return facet.type === "tree" ? (
      <FacetTree facet={facet} state={state} />
    ) : (
      <FacetTerms facet={facet} state={state} />
    );
  }
  if (facet.field === "rating") return <FacetRating state={state} />;
  return <FacetRange facet={facet} state={state} currency={facet.field === "price" ? currency : null} />;
};

const hasChoice = (facet: Facet, state: ShopState): boolean => {
  if (state.filters.has(facet.field)) return true;
  return facet.type === "stats"
    ? facet.min !== null && facet.max !== null && facet.min < facet.max
    : facet.values.length > 0;
};
