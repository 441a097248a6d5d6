import { keep, read, type Kept, type Sent } from "./memory.ts";
import { sender } from "./send.ts";

/**
 * What a shopper does, told to the search so that it learns. For any shop:
 *
 *     <script src="https://search.example/winnow-events.js" async></script>
 *     winnow("consent", true)                                    once the shopper agrees; false forgets
 *     winnow("click", { product: "p-1", queryId, position: 3 })  also view, add_to_cart, remove_from_cart, return
 *     winnow("purchase", { product: "p-1", price: 19.9, quantity: 1, currency: "EUR" })   one a product
 *     winnow("who")     → { user, session } for the shop's search calls; {} without consent
 *     winnow("user", "customer-7")                               a token of the shop's own
 *     winnow("forget")  → what the shopper was called, for DELETE /v1/users/{token} from the shop's server
 *
 * Or without code: data-winnow-product, data-winnow-query, data-winnow-position, data-winnow-add-to-cart. On the
 * script element: data-consent="given", data-catalog, data-key, data-endpoint.
 */
const script = document.currentScript as HTMLScriptElement;
const { consent, key, endpoint } = script.dataset;
const IDLE_MS = 1_800_000;
const KEPT_EVENTS = 300;
const EVENT_CHARACTERS = 4_000;
const KEPT_PRODUCTS = 100;

const now = Date.now;
const random = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte + 256).toString(16).slice(1)).join("");

/** Null without consent: then nothing is kept and nothing sent. */
const agreed = (): Kept | null => {
  const kept = read();
  return (kept.consent ?? (consent === "given" ? 1 : 0)) ? kept : null;
};

/** The same, with a name for the shopper and for this visit, which ends after half an hour of nothing. */
const visiting = (): Kept | null => {
  const kept = agreed();
  if (kept !== null) {
    kept.user ??= random();
    if (kept.session === undefined || now() - (kept.seen ?? 0) > IDLE_MS) kept.session = random();
    kept.seen = now();
    keep(kept);
  }
  return kept;
};

const { soon, retry, hide } = sender({
  url: endpoint ?? new URL("/v1/events", script.src).href,
  agreed,
  // A key for events is public, as the page is; in the body, since a beacon has no headers.
  wrap: (events) => JSON.stringify({ key, catalog: script.dataset["catalog"], events }),
});

interface Told {
  readonly product?: string;
  readonly queryId?: string | undefined;
  readonly position?: number | undefined;
  readonly [more: string]: unknown;
}

const tell = (type: string, { product, queryId, position, ...more }: Told = {}): void => {
  const kept = visiting();
  if (kept === null) return;
  // What led to the product is known in the list of results; the cart and the till are on later pages.
  const clicked = (kept.clicked ??= []);
  const led = product === undefined ? undefined : clicked.find(([id]) => id === product);
  if (product !== undefined && queryId !== undefined) {
    kept.clicked = [[product, queryId, position] as const, ...clicked.filter((one) => one !== led)].slice(
      0,
      KEPT_PRODUCTS,
    );
  }
  const event: Sent = {
    ...more,
    id: random(),
    type,
    user: kept.user,
    session: kept.session,
    timestamp: new Date().toISOString(),
    product,
    query_id: queryId ?? led?.[1],
    position: position ?? led?.[2],
  };
  if (JSON.stringify(event).length > EVENT_CHARACTERS) return;
  kept.queue = [...(kept.queue ?? []), event].slice(-KEPT_EVENTS);
  keep(kept);
  soon();
};

const forget = (): string | undefined => {
  const { user } = read();
  keep({ consent: read().consent });
  return user;
};

const winnow = (command: string, given?: unknown): unknown => {
  if (command === "consent") {
    if (given !== true) forget();
    keep({ ...read(), consent: given === true ? 1 : 0 });
  } else if (command === "user") {
    const kept = visiting();
    if (kept !== null) keep({ ...kept, user: String(given) });
  } else if (command === "who") {
    const { user, session } = visiting() ?? {};
    return { user, session };
  } else if (command === "forget") {
    return forget();
  } else {
    tell(command, given as Told | undefined);
  }
  return undefined;
};

const onClick = ({ target, button }: MouseEvent): void => {
  const value = (name: string): string | null =>
    (target as Element).closest(`[data-winnow-${name}]`)?.getAttribute(`data-winnow-${name}`) ?? null;
  const cart = value("add-to-cart");
  // The attribute alone is enough inside of a product.
  const product = cart === null || cart === "" ? value("product") : cart;
  if (product === null || button > 1) return;
  tell(cart === null ? "click" : "add_to_cart", {
    product,
    queryId: value("query") ?? undefined,
    position: Number(value("position") ?? 0) || undefined,
  });
};

addEventListener("click", onClick, true);
addEventListener("auxclick", onClick, true);
addEventListener("pagehide", hide);
addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? hide() : soon()), true);
addEventListener("online", retry);

// Calls that a page made before this script was there wait in `winnow.q`.
const page = window as { winnow?: unknown };
const waiting = (page.winnow as { q?: [string, unknown?][] } | undefined)?.q ?? [];
page.winnow = winnow;
for (const call of waiting) winnow(...call);
soon();
