import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";

// The script as it is served; `npm run build:web` makes it.
const file = new URL("../../../web/winnow-events.js", import.meta.url);
const source = readFileSync(file, "utf8");

interface SentBody {
  readonly key?: string;
  readonly catalog?: string;
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

/** A page with as much of a browser as the script asks for; time stands still unless told. */
const openPage = (options: {
  readonly storage?: Map<string, string> | null;
  readonly dataset?: Readonly<Record<string, string>>;
  readonly waiting?: readonly (readonly unknown[])[];
  readonly answer?: () => number;
  readonly clock?: { ms: number };
}) => {
  const {
    storage = new Map<string, string>(),
    dataset = {},
    answer = () => 200,
    clock = { ms: 1_700_000_000_000 },
  } = options;
  const sent: SentBody[] = [];
  const beacons: SentBody[] = [];
  const listeners = new Map<string, (event: unknown) => void>();
  let timer: { readonly run: () => void; readonly atMs: number } | null = null;
  const stored = () => {
    if (storage === null) throw new Error("SecurityError");
    return storage;
  };
  class FrozenDate extends Date {
    constructor() {
      super(clock.ms);
    }
    static override now = () => clock.ms;
  }
  const page: Record<string, unknown> = {
    Date: FrozenDate,
    URL,
    crypto,
    document: { currentScript: { src: "https://search.example/winnow-events.js", dataset }, visibilityState: "hidden" },
    navigator: { sendBeacon: (_: string, body: string) => beacons.push(JSON.parse(body) as SentBody) > 0 },
    localStorage: {
      getItem: (name: string) => stored().get(name) ?? null,
      setItem: (name: string, value: string) => stored().set(name, value),
      removeItem: (name: string) => stored().delete(name),
    },
    addEventListener: (type: string, listen: (event: unknown) => void) => listeners.set(type, listen),
    setTimeout: (run: () => void, ms: number) => ((timer = { run, atMs: clock.ms + ms }), 1),
    clearTimeout: () => (timer = null),
    fetch: (url: string, { body }: { body: string }) => {
      expect(url).toBe("https://search.example/v1/events");
      const status = answer();
      if (status === 0) return Promise.reject(new TypeError("Failed to fetch"));
      sent.push(JSON.parse(body) as SentBody);
      return Promise.resolve({ status });
    },
  };
  page["window"] = page;
  if (options.waiting !== undefined) page["winnow"] = { q: options.waiting };
  runInNewContext(source, page);
  return {
    winnow: page["winnow"] as (command: string, given?: unknown) => unknown,
    sent,
    beacons,
    clock,
    storage,
    dispatch: (type: string, event: unknown = {}) => listeners.get(type)!(event),
    waitsMs: () => (timer === null ? null : timer.atMs - clock.ms),
    /** Lets the time come that the script waits for, and its answer arrive. */
    async next() {
      const { run, atMs } = timer!;
      timer = null;
      clock.ms = Math.max(clock.ms, atMs);
      run();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
};

const given = { dataset: { consent: "given" } };

it("is at most 3 kB minified", () => {
  const packed = gzipSync(source, { level: 9 }).length;
  process.stdout.write(`winnow-events.js: ${source.length} bytes, ${packed} gzipped\n`);
  expect(Buffer.byteLength(source)).toBeLessThanOrEqual(3000);
});

it("sends a click with who, when, what, and what led there", async () => {
  const page = openPage({ dataset: { consent: "given", catalog: "shoes", key: "wk_events_1" } });
  page.winnow("click", { product: "p-1", queryId: "ab12", position: 3 });
  await page.next();
  const { user, session } = page.winnow("who") as { user: string; session: string };
  expect(page.sent).toEqual([
    {
      key: "wk_events_1",
      catalog: "shoes",
      events: [
        {
          id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
          type: "click",
          user,
          session,
          timestamp: new Date(1_700_000_000_000).toISOString(),
          product: "p-1",
          query_id: "ab12",
          position: 3,
        },
      ],
    },
  ]);
  expect(user).toMatch(/^[0-9a-f]{32}$/);
  expect(session).not.toBe(user);
});

it("keeps nothing and sends nothing before consent, nor of before it", async () => {
  const page = openPage({});
  page.winnow("click", { product: "p-1" });
  page.dispatch("pagehide");
  await page.next();
  expect([page.sent, page.beacons, [...page.storage!]]).toEqual([[], [], []]);
  expect(page.winnow("who")).toEqual({});
  page.winnow("consent", true);
  page.winnow("view", { product: "p-2" });
  await page.next();
  expect(page.sent.flatMap(({ events }) => events.map(({ type }) => type))).toEqual(["view"]);
});

it("forgets all but the refusal when consent is taken back, also where it was presumed", async () => {
  const storage = new Map<string, string>();
  const page = openPage({ ...given, storage });
  page.winnow("click", { product: "p-1", queryId: "ab" });
  page.winnow("consent", false);
  page.winnow("click", { product: "p-2" });
  await page.next();
  expect(page.sent).toEqual([]);
  expect([...storage]).toEqual([["winnow", '{"consent":0}']]);
  const later = openPage({ ...given, storage });
  later.winnow("click", { product: "p-3" });
  await later.next();
  expect(later.sent).toEqual([]);
});

it("forget says what the shopper was called, and the next one is somebody else", () => {
  const page = openPage(given);
  const { user } = page.winnow("who") as { user: string };
  page.winnow("click", { product: "p-1" });
  expect(page.winnow("forget")).toBe(user);
  expect([...page.storage!]).toEqual([]);
  expect((page.winnow("who") as { user: string }).user).not.toBe(user);
});

it("attributes the cart and the till on later pages to the search that led there, each product to its own", async () => {
  const storage = new Map<string, string>();
  const results = openPage({ ...given, storage });
  results.winnow("click", { product: "p-1", queryId: "first", position: 2 });
  results.winnow("click", { product: "p-2", queryId: "second", position: 5 });
  results.winnow("click", { product: "p-1", queryId: "third", position: 1 });
  const till = openPage({ ...given, storage });
  till.winnow("purchase", { product: "p-1", price: 19.9, quantity: 2, currency: "EUR" });
  till.winnow("purchase", { product: "p-2", price: 5, queryId: "own" });
  till.winnow("purchase", { product: "p-9", price: 1 });
  await till.next();
  expect(till.sent[0]!.events.slice(3)).toMatchObject([
    { product: "p-1", query_id: "third", position: 1, price: 19.9, quantity: 2, currency: "EUR" },
    { product: "p-2", query_id: "own" },
    { product: "p-9" },
  ]);
  expect(till.sent[0]!.events[5]).not.toHaveProperty("query_id");
});

it("sends again with the same ids what was not acknowledged, waiting longer each time, at most 7.5 minutes", async () => {
  let status = 503;
  const page = openPage({ ...given, answer: () => status });
  page.winnow("click", { product: "p-1" });
  await page.next();
  const waits: number[] = [];
  for (let i = 0; i < 14; i++) {
    waits.push(page.waitsMs()!);
    await page.next();
  }
  for (const [i, wait] of waits.entries()) {
    const full = Math.min(1000 * 2 ** i, 300_000);
    expect(wait).toBeGreaterThanOrEqual(full * 0.5 - 1);
    expect(wait).toBeLessThanOrEqual(full * 1.5 + 1);
  }
  status = 200;
  await page.next();
  const ids = page.sent.map(({ events }) => events.map(({ id }) => id));
  expect(ids.length).toBe(16);
  expect(new Set(ids.flat()).size).toBe(1);
  await page.next();
  expect(page.sent.length).toBe(16);
});

it("a new click does not cut the wait after a failure short; being online again does", async () => {
  let status = 0;
  const page = openPage({ ...given, answer: () => status });
  page.winnow("click", { product: "p-1" });
  for (let i = 0; i < 6; i++) await page.next();
  page.winnow("click", { product: "p-2" });
  expect(page.waitsMs()).toBeGreaterThan(10_000);
  status = 200;
  page.dispatch("online");
  expect(page.waitsMs()).toBe(200);
  await page.next();
  expect(page.sent.map(({ events }) => events.length)).toEqual([2]);
});

it.each([400, 413, 415, 422])("goes on after a batch that is refused for good with %s", async (refusal) => {
  const statuses = [refusal];
  const page = openPage({ ...given, answer: () => statuses.shift() ?? 200 });
  page.winnow("click", { product: "p-1" });
  await page.next();
  page.winnow("click", { product: "p-2" });
  await page.next();
  expect(page.sent.at(-1)!.events.map(({ product }) => product)).toEqual(["p-2"]);
});

it.each([401, 403, 404, 408, 429, 500, 503])("keeps what is answered with %s, which may pass", async (status) => {
  const statuses = [status];
  const page = openPage({ ...given, answer: () => statuses.shift() ?? 200 });
  page.winnow("click", { product: "p-1" });
  await page.next();
  await page.next();
  expect(page.sent.map(({ events }) => events[0]!["product"])).toEqual(["p-1", "p-1"]);
});

it("sends by beacon when the page goes, and the next page what was not acknowledged, under the same ids", async () => {
  const storage = new Map<string, string>();
  const page = openPage({ ...given, storage });
  page.winnow("click", { product: "p-1" });
  page.dispatch("pagehide");
  expect(page.beacons.map(({ events }) => events.length)).toEqual([1]);
  const later = openPage({ ...given, storage });
  await later.next();
  expect(later.sent[0]!.events).toEqual(page.beacons[0]!.events);
  expect(later.winnow("who")).toMatchObject({ user: page.beacons[0]!.events[0]!["user"] });
});

it("keeps the last 300 events while offline, and sends them 50 at a time, oldest first", async () => {
  let status = 0;
  const page = openPage({ ...given, answer: () => status });
  for (let i = 0; i < 350; i++) page.winnow("view", { product: `p-${i}` });
  await page.next();
  status = 200;
  page.dispatch("online");
  while (page.waitsMs() !== null) await page.next();
  const products = page.sent.flatMap(({ events }) => events.map(({ product }) => product));
  expect(products).toEqual(Array.from({ length: 300 }, (_, i) => `p-${i + 50}`));
  expect(Math.max(...page.sent.map(({ events }) => events.length))).toBe(50);
});

it("leaves out an event that is too large to outlive a page", async () => {
  const page = openPage(given);
  page.winnow("view", { product: "p-1", note: "x".repeat(5000) });
  page.winnow("view", { product: "p-2" });
  await page.next();
  expect(page.sent.flatMap(({ events }) => events.map(({ product }) => product))).toEqual(["p-2"]);
});

it("begins a new visit after half an hour of nothing, with the same shopper", () => {
  const page = openPage(given);
  const first = page.winnow("who") as { user: string; session: string };
  page.clock.ms += 29 * 60_000;
  expect(page.winnow("who")).toEqual(first);
  page.clock.ms += 29 * 60_000;
  expect(page.winnow("who")).toEqual(first);
  page.clock.ms += 31 * 60_000;
  const later = page.winnow("who") as { user: string; session: string };
  expect(later.user).toBe(first.user);
  expect(later.session).not.toBe(first.session);
});

it("takes what the page said before the script was there, and a name that the shop gives", async () => {
  const page = openPage({
    waiting: [
      ["consent", true],
      ["user", "customer-7"],
      ["click", { product: "p-1" }],
    ],
  });
  await page.next();
  expect(page.sent[0]).toMatchObject({ events: [{ type: "click", user: "customer-7", product: "p-1" }] });
});

it("works on where storage is refused or holds nonsense", async () => {
  for (const storage of [null, new Map([["winnow", "{nonsense"]])]) {
    const page = openPage({ ...given, storage });
    page.winnow("click", { product: "p-1" });
    await page.next();
    expect(page.sent.map(({ events }) => events.length)).toEqual([1]);
  }
});

describe("a click on what is marked in the page", () => {
  /** An element within others, by their attributes; the innermost first. */
  const element = (...path: readonly Readonly<Record<string, string>>[]) => ({
    closest: (selector: string) => {
      const name = selector.slice(1, -1);
      const found = path.find((attributes) => attributes[name] !== undefined);
      return found === undefined ? null : { getAttribute: () => found[name]! };
    },
  });
  const list = { "data-winnow-query": "ab12" };
  const product = { "data-winnow-product": "p-1", "data-winnow-position": "4" };
  const clicked = async (target: unknown, button = 0) => {
    const page = openPage(given);
    page.dispatch(button === 0 ? "click" : "auxclick", { target, button });
    await page.next();
    return page.sent[0]?.events ?? [];
  };

  it("is a click on the product, also by the middle button", async () => {
    const expected = [{ type: "click", product: "p-1", query_id: "ab12", position: 4 }];
    expect(await clicked(element({}, product, list))).toMatchObject(expected);
    expect(await clicked(element({}, product, list), 1)).toMatchObject(expected);
    expect(await clicked(element({}, product, list), 2)).toEqual([]);
    expect(await clicked(element({}))).toEqual([]);
  });

  it("is an addition to the cart where it says so, of the product around it or of its own", async () => {
    const button = { "data-winnow-add-to-cart": "" };
    expect(await clicked(element(button, product, list))).toMatchObject([{ type: "add_to_cart", product: "p-1" }]);
    const own = { "data-winnow-add-to-cart": "p-2" };
    expect(await clicked(element(own, product))).toMatchObject([{ type: "add_to_cart", product: "p-2" }]);
  });
});
