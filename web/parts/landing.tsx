import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { FacetValue, SearchHit } from "../api/answers.ts";
import { fetchSearch } from "../api/client.ts";
import { plural } from "../format/names.ts";
import { ask, queryParams, type ShopState } from "../state/shop-state.ts";
import type { Search } from "../state/use-search.ts";
import { useDepartments } from "../state/use-facet-values.ts";
import { useTitle } from "../state/use-title.ts";
import { StateLink } from "./link.tsx";
import { Picture } from "./picture.tsx";
import { CardSkeleton, ProductCard } from "./product-card.tsx";
import { FailedResults } from "./way-out.tsx";

const SHOWN_PRODUCTS = 12;

/** The shop's front: its departments and some of what is in them. */
export const Landing = ({ search, state }: { search: Search; state: ShopState }): VNode => {
  const { answer, error } = search;
  const departments = useDepartments(state);
  useTitle("Shop");
  if (error !== null) {
    return (
      <main class="landing" id="main">
        <FailedResults error={error} state={state} onRetry={search.retry} />
      </main>
    );
  }
  return (
    <main class="landing" id="main">
      <div class="landing-head">
        <h1>Find what you came for</h1>
        <p>{answer === null || departments === null ? "\u00a0" : sizeOf(answer.total, departments.length)}</p>
      </div>
      {departments?.length !== 0 && (
        <section aria-labelledby="departments">
          <h2 id="departments">Departments</h2>
          <ul class="departments">
            {departments === null
              ? Array.from({ length: 18 }, (_, i) => <li key={i} class="department skeleton" aria-hidden="true" />)
              : departments.map((department) => (
                  <Department key={department.value} department={department} state={state} />
                ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="browse">
        <div class="landing-row">
          <h2 id="browse">Have a look around</h2>
          <StateLink to={ask(state, {})}>See all products</StateLink>
        </div>
        <ul class="grid" data-winnow-query={answer?.query_id}>
          {answer === null
            ? Array.from({ length: SHOWN_PRODUCTS }, (_, i) => <CardSkeleton key={i} />)
            : answer.hits.slice(0, SHOWN_PRODUCTS).map((hit) => <ProductCard key={hit.id} hit={hit} />)}
        </ul>
      </section>
    </main>
  );
};

const sizeOf = (products: number, departments: number): string =>
  `${plural(products, "product")}${departments === 0 ? "" : ` in ${plural(departments, "department")}`}.`;

const Department = ({ department: { value, count }, state }: { department: FacetValue; state: ShopState }): VNode => {
  const to = ask(state, { filters: new Map([["categories", [value]]]) });
  const hit = useExample(to);
  return (
    <li class="department">
      <StateLink to={to}>
        {hit === null ? <span class="picture" /> : <Picture product={hit.product} />}
        <span class="department-name">{value}</span>
        <span class="department-count">{plural(count, "product")}</span>
      </StateLink>
    </li>
  );
};

/** A product of the department for its picture. */
const useExample = (to: ShopState): SearchHit | null => {
  const [hit, setHit] = useState<SearchHit | null>(null);
  const query = queryParams(to).toString();
  useEffect(() => {
    const controller = new AbortController();
    const params = new URLSearchParams(query);
    params.set("size", "1");
    params.set("sort", "reviews:desc");
    params.set("facets", "");
    fetchSearch(params, controller.signal).then(
      ({ hits }) => setHit(hits[0] ?? null),
      // A tile without a picture still leads there.
      () => undefined,
    );
    return () => controller.abort();
  }, [query]);
  return hit;
};
