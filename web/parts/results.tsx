import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import type { SearchAnswer } from "../api/answers.ts";
import { ancestorsOf, leafOf, plural } from "../format/names.ts";
import { useNavigation } from "../state/navigation.tsx";
import { ask, landingOf, refine, RELEVANCE, type ShopState } from "../state/shop-state.ts";
import { PHONE, useMedia } from "../state/use-media.ts";
import { useTitle } from "../state/use-title.ts";
import type { Search } from "../state/use-search.ts";
import { Chips } from "./chips.tsx";
import { Compare } from "./compare.tsx";
import { Facets } from "./facets.tsx";
import { FilterSheet } from "./filter-sheet.tsx";
import { Icon } from "./icon.tsx";
import { StateLink } from "./link.tsx";
import { Notices } from "./notices.tsx";
import { OrderSwitch } from "./order-switch.tsx";
import { Pages } from "./pages.tsx";
import { CardSkeleton, ProductCard } from "./product-card.tsx";
import { EmptyResults, FailedResults } from "./way-out.tsx";

/** The answer to a question: what was found, ways to narrow it, and what to do when there is nothing. */
export const Results = ({ search, state }: { search: Search; state: ShopState }): VNode => {
  const { answer, loading, error } = search;
  const phone = useMedia(PHONE);
  const [sheet, setSheet] = useState(false);
  // Without facets there is nothing to put beside the message.
  const bare = error !== null || (answer?.total === 0 && state.filters.size === 0);
  const heading = useRef<HTMLHeadingElement>(null);
  const focusHeading = () => heading.current?.focus({ preventScroll: true });
  const title = titleOf(state);
  useTitle(state.q === "" ? title : `${state.q} – search`);
  const currency = answer?.hits.find(({ product }) => product.currency !== undefined)?.product.currency;
  return (
    <main class={bare ? "results results-bare" : "results"} id="main" aria-busy={loading}>
      <Crumbs state={state} />
      <div class="results-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p class="results-count">
          {answer !== null && answer.total > 0 && error === null && (
            <>
              <strong>{plural(answer.total, "result")}</strong> in {Math.max(1, Math.round(answer.took_ms))} ms
            </>
          )}
        </p>
        <div class="results-tools">
          {phone && !bare && (
            <button type="button" class="button" onClick={() => setSheet(true)} disabled={answer === null}>
              <Icon name="sliders" size={18} />
              Filters
              {state.filters.size > 0 && <span class="button-count">{state.filters.size}</span>}
            </button>
          )}
          {(!bare || state.sort !== RELEVANCE) && <SortSelect state={state} />}
        </div>
      </div>
      {answer !== null && error === null && <Notices answer={answer} state={state} />}
      <Chips state={state} currency={currency} onRemove={focusHeading} />
      <div class="results-body">
        {!phone && !bare && (
          <aside class="results-filters" aria-labelledby="filters">
            <h2 id="filters" class="visually-hidden">
              Filters
            </h2>
            {answer === null ? <FacetsSkeleton /> : <Facets answer={answer} state={state} />}
          </aside>
        )}
        <div class={loading && answer !== null ? "results-found results-stale" : "results-found"}>
          {error !== null ? (
            <FailedResults error={error} state={state} onRetry={search.retry} />
          ) : answer === null ? (
            <ul class="grid">
              {Array.from({ length: 12 }, (_, i) => (
                <CardSkeleton key={i} />
              ))}
            </ul>
          ) : answer.total === 0 ? (
            <EmptyResults state={state} />
          ) : (
            <Found loading={loading} answer={answer} state={state} onPage={focusHeading} />
          )}
        </div>
      </div>
      {sheet && phone && answer !== null && (
        <FilterSheet answer={answer} state={state} loading={loading} onClose={() => setSheet(false)} />
      )}
      <p class="visually-hidden" role="status">
        {loading || error !== null || answer === null ? "" : announcement(answer, state)}
      </p>
    </main>
  );
};

interface FoundProps {
  readonly answer: SearchAnswer;
  readonly loading: boolean;
  readonly state: ShopState;
  readonly onPage: () => void;
}

const Found = ({ answer, loading, state, onPage }: FoundProps): VNode => (
  <>
    <h2 class="visually-hidden">Products</h2>
    <OrderSwitch state={state} answer={answer} />
    {answer.hits.length === 0 && <p>There is nothing on this page; the results end before it.</p>}
    {isCompared(answer, state) ? (
      <Compare learned={answer} ready={!loading} state={state} />
    ) : (
      <ul class="grid" data-winnow-query={answer.query_id}>
        {answer.hits.map((hit, i) => (
          <ProductCard key={hit.id} hit={hit} eager={i < 8} learned={answer.ranking.order === "learned"} />
        ))}
      </ul>
    )}
    <Pages state={state} total={answer.total} onGo={onPage} />
  </>
);

/** Only an order by relevance is learned, and only where there is a model are there two. */
const isCompared = (answer: SearchAnswer, state: ShopState): boolean =>
  state.order === "compare" && state.sort === RELEVANCE && answer.ranking.order === "learned";

const SORTS = [
  [RELEVANCE, "Best match"],
  ["price:asc", "Price: low to high"],
  ["price:desc", "Price: high to low"],
  ["rating:desc", "Best rated"],
  ["created_at:desc", "Newest"],
] as const;

const SortSelect = ({ state }: { state: ShopState }): VNode => {
  const { go } = useNavigation();
  return (
    <label class="sort">
      <span class="sort-label">Sort by</span>
      <select
        value={state.sort}
        onChange={(event) => go(refine(state, { sort: event.currentTarget.value }), { keepScroll: true })}
      >
        {SORTS.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      <Icon name="chevron" size={16} />
    </label>
  );
};

/** The way from the shop's front to the chosen category. */
const Crumbs = ({ state }: { state: ShopState }): VNode | null => {
  const category = state.filters.get("categories")?.at(-1);
  if (category === undefined) return null;
  const above = ancestorsOf(category).slice(0, -1);
  return (
    <nav class="crumbs" aria-label="You are here">
      <StateLink to={landingOf(state)}>Shop</StateLink>
      {above.map((path) => (
        <StateLink key={path} to={ask(state, { filters: new Map([["categories", [path]]]) })}>
          {leafOf(path)}
        </StateLink>
      ))}
    </nav>
  );
};

const FacetsSkeleton = (): VNode => (
  <div class="facets" aria-hidden="true">
    {[0, 1, 2].map((i) => (
      <div key={i} class="facet skeleton">
        {[0, 1, 2, 3, 4].map((j) => (
          <p key={j}>
            <span class="bone" />
          </p>
        ))}
      </div>
    ))}
  </div>
);

const titleOf = (state: ShopState): string => {
  if (state.q !== "") return `“${state.q}”`;
  const category = state.filters.get("categories")?.at(-1);
  if (category !== undefined) return leafOf(category);
  const brands = state.filters.get("brand") ?? [];
  return brands.length === 1 && brands[0] !== undefined ? brands[0] : "All products";
};

const announcement = (answer: SearchAnswer, state: ShopState): string => {
  const found = answer.total === 0 ? "No results" : plural(answer.total, "result");
  const words = answer.corrected?.to ?? state.q;
  return `${found}${words === "" ? "" : ` for ${words}`}${state.page > 1 ? `, page ${state.page}` : ""}`;
};
