import { useEffect, useState } from "preact/hooks";
import type { FacetValue, ValuesFacet } from "../api/answers.ts";
import { fetchFacet } from "../api/client.ts";
import { depthOf } from "../format/names.ts";
import { landingOf, queryParams, type ShopState } from "./shop-state.ts";

const MORE_SIZE = 100;

/** Values beyond those of the search's answer, `contains` among their words' beginnings; null until they are there or when not wanted. */
export const useFacetValues = (
  { field, type }: Pick<ValuesFacet, "field" | "type">,
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
    params.set("field", field);
    params.set("type", type);
    params.set("size", String(MORE_SIZE));
    if (contains !== "") params.set("contains", contains);
    fetchFacet(params, controller.signal).then(
      ({ facet }) => {
        if (!controller.signal.aborted && facet.type !== "stats") setValues(facet.values);
      },
      // The values of the search's own answer stay.
      () => {
        if (!controller.signal.aborted) setValues(null);
      },
    );
    return () => controller.abort();
  }, [query, field, type, contains, wanted]);
  return values;
};

/** The roots of the category tree, largest first; null until they are there. */
export const useDepartments = (state: ShopState): readonly FacetValue[] | null => {
  const values = useFacetValues({ field: "categories", type: "tree" }, landingOf(state), "", true);
  return values?.filter(({ value }) => depthOf(value) === 0) ?? null;
};
