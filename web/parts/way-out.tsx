import type { VNode } from "preact";
import type { ApiError } from "../api/client.ts";
import { useNavigation } from "../state/navigation.tsx";
import { ask, landingOf, refine, type ShopState } from "../state/shop-state.ts";
import { useDepartments } from "../state/use-facet-values.ts";
import { Icon } from "./icon.tsx";
import { StateLink } from "./link.tsx";

/** Nothing was found: says why that may be and where to go on. */
export const EmptyResults = ({ state }: { state: ShopState }): VNode => {
  const { go } = useNavigation();
  const departments = useDepartments(state) ?? [];
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
