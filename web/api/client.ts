import { who } from "./behaviour.ts";
import type { ExplainAnswer, FacetAnswer, Product, SearchAnswer, SuggestAnswer } from "./answers.ts";

/** An answer that did not come: what the server said, or that it could not be reached (status 0). */
export class ApiError extends Error {
  readonly status: number;
  /** Seconds until it may work again, or null. */
  readonly retryAfterS: number | null;

  constructor(status: number, message: string, retryAfterS: number | null) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.retryAfterS = retryAfterS;
  }
}

/** Says who asks, so that the order is theirs. */
export const fetchSearch = (params: URLSearchParams, signal: AbortSignal): Promise<SearchAnswer> =>
  get("search", asShopper(params), signal);

/** Why a product stands where it does, for this shopper. */
export const fetchExplanation = (params: URLSearchParams, signal: AbortSignal): Promise<ExplainAnswer> =>
  get("explain", asShopper(params), signal);

export const fetchSuggestions = (params: URLSearchParams, signal: AbortSignal): Promise<SuggestAnswer> =>
  get("suggest", params, signal);

/** The values of one facet, those containing some text or simply more of them than a search shows. */
export const fetchFacet = (params: URLSearchParams, signal: AbortSignal): Promise<FacetAnswer> =>
  get("facets", params, signal);

/** @throws ApiError with status 404 when the catalogue does not have it. */
export const fetchProduct = (id: string, catalog: string | null, signal: AbortSignal): Promise<Product> =>
  get(`products/${encodeURIComponent(id)}`, new URLSearchParams(catalog === null ? {} : { catalog }), signal);

const asShopper = (params: URLSearchParams): URLSearchParams => {
  const asking = new URLSearchParams(params);
  const { user, session } = who();
  if (user !== undefined) asking.set("user", user);
  if (session !== undefined) asking.set("session", session);
  return asking;
};

const get = async <T>(route: string, params: URLSearchParams, signal: AbortSignal): Promise<T> => {
  let response: Response;
  try {
    response = await fetch(`/v1/${route}?${params.toString()}`, { signal, headers: { accept: "application/json" } });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new ApiError(0, "The shop cannot be reached. Is the network there?", null);
  }
  if (!response.ok) throw await errorOf(response);
  return (await response.json()) as T;
};

const errorOf = async (response: Response): Promise<ApiError> => {
  const problem = (await response.json().catch(() => null)) as { title?: string; detail?: string } | null;
  const retryAfterS = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new ApiError(
    response.status,
    problem?.detail ?? problem?.title ?? `The shop answered with status ${response.status}.`,
    Number.isFinite(retryAfterS) ? retryAfterS : null,
  );
};
