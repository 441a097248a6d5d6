import { SharedArray } from "k6/data";
import { randomBytes } from "k6/crypto";
import encoding from "k6/encoding";
import http, { type RefinedParams, type RefinedResponse, type ResponseType } from "k6/http";
import { Counter, Rate, Trend } from "k6/metrics";

/** What every load test shares: where the shop is, what its shoppers type, how answers are counted. */
export const base = __ENV["BASE_URL"] ?? "http://127.0.0.1:3000";

/** A number that `-e NAME=…` may change. */
export const setting = (name: string, byDefault: number): number => Number(__ENV[name] ?? byDefault);

interface Shop {
  /** As often as they are typed: what is popular stands in it many times. */
  readonly queries: readonly string[];
  readonly products: readonly string[];
  readonly sessions: readonly string[];
}

// `npm run load` draws them from the simulated shoppers of the demo shop; without it, these few.
const few: Shop = {
  queries: ["sofa", "headphones", "laptop", "trainers", "table lamp", "dress", "backpack", "mug", "heaphones", ""],
  products: [],
  sessions: [],
};
const file = __ENV["SHOP_FILE"];
const shop = (file === undefined ? few : JSON.parse(open(file))) as Shop;
const queries = new SharedArray<string>("queries", () => [...shop.queries]);
const products = new SharedArray<string>("products", () => [...shop.products]);
const sessions = new SharedArray<string>("sessions", () => [...shop.sessions]);

const pick = (list: readonly string[]): string => list[Math.floor(Math.random() * list.length)] ?? "";

export const pickQuery = (): string => pick(queries);
export const pickProduct = (): string => pick(products) || "p-1";
export const pickSession = (): string => pick(sessions) || "s-1";
export const newId = (): string => encoding.b64encode(randomBytes(12), "rawurl");

/** Answers with 200 whose shape was right, of all that were asked for. */
export const answered = new Rate("answered");
/** 503 and 429: told at once to come back. */
export const refused = new Rate("refused");
/** Neither an answer nor a refusal: what no shopper may ever see. */
export const failed = new Rate("failed");
export const acceptedMs = new Trend("accepted_ms", true);
export const refusedMs = new Trend("refused_ms", true);
export const goodput = new Counter("goodput");

/** Counts an answer. @param right looks into a 200 */
export const count = <T extends ResponseType>(
  response: RefinedResponse<T>,
  tags: Record<string, string> = {},
  right: (response: RefinedResponse<T>) => boolean = () => true,
): void => {
  const { status, timings } = response;
  const isRefused = status === 503 || status === 429;
  // A refusal says when to come back, or it is none.
  const isGood = status === 200 && right(response);
  answered.add(isGood, tags);
  refused.add(isRefused, tags);
  failed.add(!isGood && !(isRefused && response.headers["Retry-After"] !== undefined), tags);
  if (isGood) {
    goodput.add(1, tags);
    acceptedMs.add(timings.duration, tags);
  } else if (isRefused) refusedMs.add(timings.duration, tags);
};

const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/** A visit of some four searches; one in ten by someone whose clicks are known. */
let visit = "";
const visiting = (): string => {
  if (visit === "" || Math.random() < 0.25) visit = Math.random() < 0.1 ? pickSession() : newId();
  return visit;
};

/** As the storefront asks: a page of results with facets and highlights, one in four filtered, nearly all with a session. */
export const searchPath = (): string => {
  const page = Math.random() < 0.1 ? 2 : 1;
  const filter = Math.random() < 0.25 ? "&filter.price=10..200" : "";
  const session = Math.random() < 0.9 ? `&session=${visiting()}` : "";
  return `/v1/search?q=${encodeURIComponent(pickQuery())}&page=${page}&highlight=true${filter}${session}`;
};

/** @param name what the request is called in k6's own figures: addresses are too many */
export const get = (path: string, name: string, params: RefinedParams<"none"> = {}): RefinedResponse<"none"> =>
  http.get(base + path, { responseType: "none", tags: { name }, headers: { "user-agent": browser }, ...params });

/** The same, with the body that the caller wants to look into. */
export const read = (path: string, name: string): RefinedResponse<"text"> =>
  http.get(base + path, { responseType: "text", tags: { name }, headers: { "user-agent": browser } });

export const tell = (events: readonly object[], name = "events", tags: Record<string, string> = {}) =>
  http.post(`${base}/v1/events`, JSON.stringify({ events }), {
    responseType: "text",
    tags: { name, ...tags },
    headers: { "content-type": "application/json", "user-agent": browser },
  });

/** What a shopper did with a product. */
export const eventOf = (type: string, more: object = {}): object => ({
  ...{ id: newId(), type, product: pickProduct(), session: pickSession() },
  ...more,
});
