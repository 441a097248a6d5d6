import type { VNode } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import type { FacetValue, ValuesFacet } from "../api/answers.ts";
import { fetchFacet } from "../api/client.ts";
import { colourOf, isColourField } from "../format/colours.ts";
import { MarkedTyped } from "../format/marked.tsx";
import { fieldLabel } from "../format/names.ts";
import { useNavigation } from "../state/navigation.tsx";
import { queryParams, toggleFilter, type ShopState } from "../state/shop-state.ts";

const SHOWN_AT_FIRST = 7;
const MORE_SIZE = 100;

/** Values with a box to tick; several are alternatives. A long list is cut, can be opened and searched. */
export const FacetTerms = ({ facet, state }: { facet: ValuesFacet; state: ShopState }): VNode => {
  const { go } = useNavigation();
  const id = useId();
  const [expanded, setExpanded] = useState(false);
  const [contains, setContains] = useState("");
  const chosen = state.filters.get(facet.field) ?? [];
  const searchable = facet.more > 0;
  const fetched = useFacetValues(facet, state, contains.trim(), searchable && (expanded || contains.trim() !== ""));

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
                <MarkedTyped text={value} typed={contains} />
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

const Swatch = ({ name }: { name: string }): VNode => {
  const colour = colourOf(name);
  return (
    <span
      class={colour === null ? "swatch swatch-unknown" : "swatch"}
      style={colour === null ? {} : { backgroundColor: colour }}
    />
  );
};

/** Values beyond those of the search's answer; null until they are there or when not wanted. */
const useFacetValues = (
  facet: ValuesFacet,
  state: ShopState,
  contains: string,
  wanted: boolean,
): readonly FacetValue[] | null => {
  const [values, setValues] = useState<readonly FacetValue[] | null>(null);
  const query = queryParams(state).toString();
  useEffect(() => {
    if (!wanted) {
      setValues(null);
      return;
    }
    const controller = new AbortController();
    const params = new URLSearchParams(query);
    params.set("field", facet.field);
    params.set("size", String(MORE_SIZE));
    if (contains !== "") params.set("contains", contains);
    fetchFacet(params, controller.signal).then(
      ({ facet: answered }) => {
        if (!controller.signal.aborted && answered.type !== "stats") setValues(answered.values);
      },
      // The values of the search's own answer stay.
      () => setValues(null),
    );
    return () => controller.abort();
  }, [query, facet.field, contains, wanted]);
  return values;
};

/** A chosen value stays in the list, to be taken back, even when nothing has it any more. */
const withChosen = (values: readonly FacetValue[], chosen: readonly string[]): readonly FacetValue[] => {
  const missing = chosen.filter((value) => !values.some((v) => v.value === value));
  return [...values, ...missing.map((value) => ({ value, count: 0, selected: true }))];
};

const cutList = (values: readonly FacetValue[], chosen: readonly string[]): readonly FacetValue[] =>
  values.filter(({ value }, i) => i < SHOWN_AT_FIRST || chosen.includes(value));
