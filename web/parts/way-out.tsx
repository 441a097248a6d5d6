import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { FacetValue } from "../api/answers.ts";
import { ApiError, fetchSearch } from "../api/client.ts";
import { depthOf } from "../format/names.ts";
import { useNavigation } from "../state/navigation.tsx";
import { ask, landingOf, queryParams, refine, type ShopState } from "../state/shop-state.ts";
import { Icon } from "./icon.tsx";
import { StateLink } from "./link.tsx";

/** Nothing was found: says why that may be and where to go on. */
export const EmptyResults = ({ state }: { state: ShopState }): VNode => {
  const { go } = useNavigation();
  const departments = useDepartments(state);
  return (
    <div class="way-out">
      <Icon name="search" size={40} />
      <h2>Nothing found{state.q !== "" && <> for “{state.q}”</>}</h2>
      {state.filters.size > 0 ? (
        <>
          <p>The chosen filters leave nothing over.</p>
          <button type="button" class="button button-main" onClick={() => go(refine(state, { filters: new Map() }))}>
            Clear all filters
          </button>
        </>
      ) : (
        <p>Try fewer or more general words, or look around:</p>
      )}
      {departments.length > 0 && (
        <ul class="way-out-links" aria-label="Departments">
          {departments.map(({ value }) => (
            <li key={value}>
              <StateLink class="chip" to={ask(state, { filters: new Map([["categories", [value]]]) })}>
                {value}
              </StateLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

interface FailedResultsProps {
  readonly error: ApiError;
  readonly state: ShopState;
  readonly onRetry: () => void;
}

/** The answer did not come: says so in the server's words and offers to try again. */
export const FailedResults = ({ error, state, onRetry }: FailedResultsProps): VNode => (
  <div class="way-out" role="alert">
    <Icon name="warning" size={40} />
    <h2>{error.status === 400 ? "This question could not be understood" : "Something went wrong"}</h2>
    <p>{error.message}</p>
    {error.retryAfterS !== null && <p>It may work again in {error.retryAfterS} seconds.</p>}
    <button type="button" class="button button-main" onClick={onRetry}>
      Try again
    </button>
    {!state.landing && <StateLink to={landingOf(state)}>To the front page</StateLink>}
  </div>
);

const useDepartments = (state: ShopState): readonly FacetValue[] => {
  const [departments, setDepartments] = useState<readonly FacetValue[]>([]);
  const query = queryParams(landingOf(state)).toString();
  useEffect(() => {
    const controller = new AbortController();
    const params = new URLSearchParams(query);
    params.set("size", "0");
    params.set("facets", "categories");
    fetchSearch(params, controller.signal).then(
      ({ facets }) => {
        const facet = facets[0];
        if (facet !== undefined && facet.type !== "stats")
          setDepartments(facet.values.filter(({ value }) => depthOf(value) === 0));
      },
      // The way out has one door less.
      () => undefined,
    );
    return () => controller.abort();
  }, [query]);
  return departments;
};
