import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";
import type { FacetValue, ValuesFacet } from "../api/answers.ts";
import { colourOf, isColourField } from "../format/colours.ts";
import { MarkedTyped } from "../format/marked.tsx";
import { fieldLabel, valueLabel } from "../format/names.ts";
import { useNavigation } from "../state/navigation.tsx";
import { toggleFilter, type ShopState } from "../state/shop-state.ts";
import { useFacetValues } from "../state/use-facet-values.ts";

const SHOWN_AT_FIRST = 7;

/** Values with a box to tick; several are alternatives. A long list is cut, can be opened and searched. */
export const FacetTerms = ({ facet, state }: { facet: ValuesFacet; state: ShopState }): VNode => {
  const { go } = useNavigation();
  const id = useId();
  const [expanded, setExpanded] = useState(false);
  const [contains, setContains] = useState("");
  const chosen = state.filters.get(facet.field) ?? [];
  // A list that one sees at a glance needs no search.
  const searchable = facet.values.length + facet.more > 15;
  const fetched = useFacetValues(facet, state, contains.trim(), facet.more > 0 && (expanded || contains.trim() !== ""));

  const values = fetched ?? withChosen(facet.values, chosen);
  const cut = !expanded && fetched === null && values.length > SHOWN_AT_FIRST;
  const shown = cut ? cutList(values, chosen) : values;
  const hidden = values.length - shown.length + (fetched === null ? facet.more : 0);
  return (
    <>
      {searchable && (
        <input
          type="search"
          class="facet-search"
          placeholder={`Find in ${fieldLabel(facet.field).toLowerCase()}`}
          aria-label={`Find in ${fieldLabel(facet.field)}`}
          value={contains}
          maxLength={100}
          onInput={(event) => setContains(event.currentTarget.value)}
        />
      )}
      <ul
        class={expanded ? "facet-values facet-values-long" : "facet-values"}
        id={id}
        aria-label={fieldLabel(facet.field)}
      >
        {shown.map(({ value, count }) => (
          <li key={value}>
            <label class="check">
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={() => go(toggleFilter(state, facet.field, value), { keepScroll: true })}
              />
              {isColourField(facet.field) && <Swatch name={value} />}
              <span class="check-text">
                <MarkedTyped
                  text={facet.field.startsWith("attributes.") ? valueLabel(value) : value}
                  typed={contains}
                />
              </span>
              <span class="count">{count.toLocaleString()}</span>
            </label>
          </li>
        ))}
        {fetched?.length === 0 && <li class="facet-none">Nothing starts with “{contains.trim()}”.</li>}
      </ul>
      {(hidden > 0 || expanded) && contains === "" && (
        <button
          type="button"
          class="text-button"
          aria-expanded={expanded}
          aria-controls={id}
          onClick={() => setExpanded(!expanded)}
        >
          {expanded ? "Show fewer" : `Show ${hidden.toLocaleString()} more`}
        </button>
      )}
    </>
  );
};

/** Keeps its place in the line where a colour has no paint. */
const Swatch = ({ name }: { name: string }): VNode => {
  const colour = colourOf(name);
  if (colour !== null) return <span class="swatch" style={{ backgroundColor: colour }} />;
  return <span class={/multi|assorted|mixed|rainbow/iu.test(name) ? "swatch swatch-many" : "swatch swatch-none"} />;
};

/** A chosen value stays in the list, to be taken back, even when nothing has it any more. */
const withChosen = (values: readonly FacetValue[], chosen: readonly string[]): readonly FacetValue[] => {
  const missing = chosen.filter((value) => !values.some((v) => v.value === value));
  return [...values, ...missing.map((value) => ({ value, count: 0, selected: true }))];
};

const cutList = (values: readonly FacetValue[], chosen: readonly string[]): readonly FacetValue[] =>
  values.filter(({ value }, i) => i < SHOWN_AT_FIRST || chosen.includes(value));
