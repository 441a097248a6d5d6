/** Where the visitor is: everything a page shows follows from it, and the address holds all of it. */
export interface ShopState {
  readonly q: string;
  /** Field → chosen values, in the order they were chosen; a range is one value, `10..50`. */
  readonly filters: ReadonlyMap<string, readonly string[]>;
  readonly sort: string;
  readonly page: number;
  /** Id of the product shown in the dialog, or null. */
  readonly product: string | null;
  /** Id of the product whose place is explained, or null. */
  readonly why: string | null;
  /** `compare` shows both orders beside each other. */
  readonly order: Order;
  /** Another catalogue than the default one, or null. */
  readonly catalog: string | null;
  /** Nothing was asked for: departments and a browse grid. */
  readonly landing: boolean;
}

export type Order = "learned" | "text" | "compare";

export const RELEVANCE = "relevance";
export const PAGE_SIZE = 24;

const FILTER_PREFIX = "filter.";

export const parseState = (query: string): ShopState => {
  const params = new URLSearchParams(query);
  const filters = new Map<string, string[]>();
  for (const [name, value] of params) {
    if (!name.startsWith(FILTER_PREFIX) || value === "") continue;
    const field = name.slice(FILTER_PREFIX.length);
    filters.set(field, [...(filters.get(field) ?? []), value]);
  }
  const order = params.get("order");
  const page = Number(params.get("page") ?? 1);
  return {
    q: (params.get("q") ?? "").slice(0, 512),
    filters,
    sort: params.get("sort") ?? RELEVANCE,
    page: Number.isInteger(page) && page > 0 ? page : 1,
    product: params.get("product"),
    why: params.get("why"),
    order: order === "text" || order === "compare" ? order : "learned",
    catalog: params.get("catalog"),
    landing: !params.has("q") && !params.has("sort") && !params.has("page") && filters.size === 0,
  };
};

/** The address of a state, from `?`; the landing page is `?` without more. */
export const hrefOf = (state: ShopState): string => {
  const params = catalogParams(state);
  if (!state.landing) {
    params.set("q", state.q);
    appendFilters(params, state);
    if (state.sort !== RELEVANCE) params.set("sort", state.sort);
    if (state.page > 1) params.set("page", String(state.page));
    if (state.order !== "learned") params.set("order", state.order);
  }
  if (state.product !== null) params.set("product", state.product);
  if (state.why !== null) params.set("why", state.why);
  const query = params.toString();
  return query === "" ? "./" : `?${query}`;
};

/** What the API is asked for a state, without page and sort: shared by search and facet requests. */
export const queryParams = (state: ShopState): URLSearchParams => {
  const params = catalogParams(state);
  params.set("q", state.q);
  appendFilters(params, state);
  return params;
};

/** A change of what is asked starts at page 1, as a results page, with no product open. */
export const refine = (state: ShopState, change: Partial<ShopState>): ShopState => ({
  ...state,
  page: 1,
  product: null,
  why: null,
  landing: false,
  ...change,
});

/** A new question keeps the catalogue and the order, and forgets the rest. */
export const ask = (state: ShopState, change: Partial<ShopState>): ShopState =>
  refine(parseState(""), { catalog: state.catalog, order: state.order, ...change });

export const landingOf = (state: ShopState): ShopState => ({ ...parseState(""), catalog: state.catalog });

/** Replaces the values of one field; none removes the filter. */
export const withFilter = (state: ShopState, field: string, values: readonly string[]): ShopState => {
  const filters = new Map(state.filters);
  if (values.length === 0) filters.delete(field);
  else filters.set(field, values);
  return refine(state, { filters });
};

export const toggleFilter = (state: ShopState, field: string, value: string): ShopState => {
  const chosen = state.filters.get(field) ?? [];
  return withFilter(state, field, chosen.includes(value) ? chosen.filter((v) => v !== value) : [...chosen, value]);
};

const catalogParams = (state: ShopState): URLSearchParams => {
  const params = new URLSearchParams();
  if (state.catalog !== null) params.set("catalog", state.catalog);
  return params;
};

const appendFilters = (params: URLSearchParams, state: ShopState): void => {
  for (const [field, values] of state.filters) for (const value of values) params.append(FILTER_PREFIX + field, value);
};
