import type { Product } from "../../domain/product.ts";
import type { Fault } from "../../testing/fault-proxy.ts";
import { elasticsearchUrl } from "../../testing/live-elasticsearch.ts";
import { type Asked, importAll, type LiveShop, openLiveShop } from "../../testing/live-shop.ts";

const products = (count: number, title = "Lamp"): readonly Product[] =>
  Array.from({ length: count }, (_, i) => ({ id: `p${i}`, title: `${title} number ${i}`, brand: "Acme", price: i }));

/** What the API gives a search unless told otherwise, and what a busy machine may add. */
const DEADLINE_MS = 800;
const SLACK_MS = 400;
/** The longest pause of the breaker, and the search that comes after it. */
const HEALED_MS = 5000 + 2 * SLACK_MS;

const errorBody = (status: number, type: string, reason: string): Fault => ({
  kind: "answer",
  status,
  headers: { "x-elastic-product": "Elasticsearch" },
  body: JSON.stringify({ error: { root_cause: [{ type, reason }], type, reason }, status }),
});
const rewriteSearches = (edit: (answer: SearchAnswer) => object): Fault => ({
  kind: "rewrite",
  edit: (answer) => ((answer as Partial<SearchAnswer>).hits === undefined ? answer : edit(answer as SearchAnswer)),
});
interface SearchAnswer {
  readonly _shards: object;
  readonly hits: object;
}

describe("Elasticsearch in trouble", () => {
  let shop: LiveShop;
  const table: string[] = [];
  beforeAll(async () => (shop = await openLiveShop({ shopProducts: products(200) })), 60_000);
  afterEach(async () => {
    await shop.proxy.set({ kind: "pass" });
    await healed();
  });
  afterAll(async () => {
    console.log(table.join("\n"));
    await shop[Symbol.asyncDispose]();
  });

  /** @returns milliseconds until searches are answered whole again */
  async function healed(): Promise<number> {
    const from = performance.now();
    for (;;) {
      const { status, degraded } = await shop.search("lamp");
      if (status === 200 && degraded.length === 0) return performance.now() - from;
      if (performance.now() - from > 15_000) throw new Error("Searches are not answered 15 s after the fault.");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  async function searches(count: number, withinMs?: number): Promise<readonly Asked[]> {
    const answers: Asked[] = [];
    for (let i = 0; i < count; i += 1) answers.push(await shop.search(`lamp number ${i}`, withinMs));
    return answers;
  }
  function note(name: string, answers: readonly Asked[], healedMs: number): void {
    const kinds = answers.map(
      ({ status, code, degraded }) => `${status} ${code ?? `degraded [${degraded.join(", ")}]`}`,
    );
    const ms = answers.map((answer) => Math.round(answer.ms));
    table.push(
      `${name.padEnd(28)} ${[...new Set(kinds)].join(", then ").padEnd(58)} first ${ms[0]!} ms, last ${ms.at(-1)!} ms, healed after ${Math.round(healedMs)} ms`,
    );
  }

  const failing: readonly { name: string; fault: Fault; codes: readonly string[]; withinMs: number; opens: boolean }[] =
    [
      { name: "refused", fault: { kind: "refuse" }, codes: ["engine_unavailable"], withinMs: SLACK_MS, opens: true },
      {
        name: "a black hole",
        fault: { kind: "black_hole" },
        codes: ["deadline_exceeded", "engine_unavailable"],
        withinMs: DEADLINE_MS + SLACK_MS,
        opens: true,
      },
      {
        name: "too slow",
        fault: { kind: "slow", delayMs: 2000 },
        codes: ["deadline_exceeded", "engine_unavailable"],
        withinMs: DEADLINE_MS + SLACK_MS,
        opens: true,
      },
      {
        name: "reset mid-answer",
        fault: { kind: "reset", afterBytes: 300 },
        codes: ["engine_unavailable"],
        withinMs: SLACK_MS,
        opens: true,
      },
      {
        name: "429",
        fault: errorBody(429, "es_rejected_execution_exception", "the queue is full"),
        codes: ["engine_unavailable"],
        withinMs: SLACK_MS,
        opens: false,
      },
      {
        name: "503",
        fault: errorBody(503, "cluster_block_exception", "blocked by: [SERVICE_UNAVAILABLE/2/no master];"),
        codes: ["engine_unavailable"],
        withinMs: SLACK_MS,
        opens: true,
      },
      {
        name: "503 by something in front",
        fault: {
          kind: "answer",
          status: 503,
          body: "<html>Bad gateway</html>",
          headers: { "content-type": "text/html" },
        },
        codes: ["engine_unavailable"],
        withinMs: SLACK_MS,
        opens: true,
      },
    ];
  for (const { name, fault, codes, withinMs, opens } of failing) {
    it(`${name}: searches fail in time and say when to come back, and go on by themselves afterwards`, async () => {
      await shop.proxy.set(fault);
      const answers = await searches(8, DEADLINE_MS);
      await shop.proxy.set({ kind: "pass" });
      const healedMs = await healed();
      note(name, answers, healedMs);
      for (const { status, code, retryAfter, ms } of answers) {
        expect({ status, retryAfter }).toEqual({
          status: 503,
          retryAfter: expect.stringMatching(/^[1-5]$/u) as string,
        });
        expect(codes).toContain(code);
        expect(ms).toBeLessThan(withinMs);
      }
      // The breaker is open by then: nobody waits for what is known to be gone.
      if (opens) expect(Math.min(...answers.slice(-2).map(({ ms }) => ms))).toBeLessThan(SLACK_MS / 4);
      expect(healedMs).toBeLessThan(HEALED_MS);
    }, 30_000);
  }

  it("gone: known queries are answered as they were before, and the answer says so", async () => {
    await using other = await openLiveShop({ shopProducts: products(50), lastGoodBytes: 1_000_000 });
    const before = await other.search("lamp");
    await other.proxy.set({ kind: "refuse" });
    const [known, unknown] = [await other.search("lamp"), await other.search("lamp number 7")];
    note("gone: known, unknown query", [known, unknown], 0);
    expect(before).toMatchObject({ status: 200, total: 50, degraded: [] });
    expect(known).toMatchObject({ status: 200, total: 50, degraded: ["engine_unavailable"], etag: null });
    expect(unknown).toMatchObject({ status: 503, code: "engine_unavailable" });
    expect(known.ms).toBeLessThan(SLACK_MS);
  }, 30_000);

  it("slow, but in time: answers are whole", async () => {
    await shop.proxy.set({ kind: "slow", delayMs: 60 });
    const answers = await searches(4);
    note("slow, but in time", answers, await healed());
    for (const { status, degraded, ms } of answers) {
      expect({ status, degraded }).toEqual({ status: 200, degraded: [] });
      expect(ms).toBeGreaterThan(55);
    }
  });

  for (const [name, fault, part] of [
    ["partial shards", rewriteSearches((a) => ({ ...a, _shards: { total: 2, successful: 1, skipped: 0, failed: 1 } })), "shards_failed"], // prettier-ignore
    ["the server's own timeout", rewriteSearches((a) => ({ ...a, timed_out: true })), "timed_out"],
  ] as const) {
    it(`${name}: the answer says what is missing and may not be kept`, async () => {
      await shop.proxy.set(fault);
      const answers = await searches(4);
      await shop.proxy.set({ kind: "pass" });
      note(name, answers, await healed());
      for (const { status, degraded, etag, total } of answers)
        expect({ status, degraded, etag, total }).toEqual({ status: 200, degraded: [part], etag: null, total: 200 });
      expect(await shop.search("lamp")).toMatchObject({ degraded: [], etag: expect.any(String) as string });
    });
  }

  describe("with a red index behind the alias", () => {
    let red: string;
    // A shard that never had a place stays without one; one that had is put back by force.
    const makeRed = async (): Promise<void> => {
      red = `${shop.prefix}-red`;
      const settings = { "index.routing.allocation.require._name": "nowhere" };
      await put(`/${red}?wait_for_active_shards=0`, { settings });
      expect(await health(red)).toBe("red");
    };

    it("shards that have no place are said to be missing, and their answers are not kept", async () => {
      await makeRed();
      await moveAlias(shop.prefix, { add: red });
      const answers = await searches(4);
      await deleteIndex(red);
      note("red index, one of two", answers, await healed());
      for (const { status, degraded, etag, total } of answers)
        expect({ status, degraded, etag, total }).toEqual({ status: 200, degraded: ["shards_failed"], etag: null, total: 200 }); // prettier-ignore
    });
    it("searches fail at once when nothing is left, and go on when it is there again", async () => {
      await makeRed();
      const index = await liveIndex(shop.prefix);
      await moveAlias(shop.prefix, { add: red, remove: index });
      const answers = await searches(4);
      await deleteIndex(red);
      await moveAlias(shop.prefix, { add: index });
      const healedMs = await healed();
      note("red index, all of it", answers, healedMs);
      for (const { status, code, ms } of answers) {
        expect({ status, code }).toEqual({ status: 503, code: "engine_unavailable" });
        expect(ms).toBeLessThan(SLACK_MS);
      }
      expect(healedMs).toBeLessThan(HEALED_MS);
    });
  });

  it("a full disk: writes are refused with 507, searches go on, imports wait and lose nothing", async () => {
    await using session = await shop.products.openImport("products");
    await session.stage(products(100, "Torch"));
    await block(shop.prefix, true);
    const refused = await shop.put({ id: "new", title: "Lamp that does not fit" });
    let staged = false;
    const staging = session.stage(products(300, "Torch").slice(100)).then(() => (staged = true));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const [found] = await searches(1);
    const waited = !staged;
    await block(shop.prefix, false);
    const from = performance.now();
    await staging;
    note("full disk: write", [refused], performance.now() - from);
    note("full disk: search", [found!], 0);
    expect(refused).toMatchObject({ status: 507, code: "storage_full", retryAfter: "30" });
    expect(refused.ms).toBeLessThan(10_000);
    expect(found).toMatchObject({ status: 200, degraded: [], total: 200 });
    expect(waited).toBe(true);
    expect(await session.commit(false)).toMatchObject({ created: 100, updated: 200 });
    expect(await shop.put({ id: "new", title: "Lamp that fits" })).toMatchObject({ status: 201 });
    await importAll(shop.products, products(200));
  }, 60_000);
});

async function liveIndex(prefix: string): Promise<string> {
  const answer = await fetch(`${elasticsearchUrl()}/_alias/${prefix}-products`);
  return Object.keys((await answer.json()) as object)[0]!;
}

async function health(index: string): Promise<string> {
  const answer = await fetch(`${elasticsearchUrl()}/_cluster/health/${index}`);
  return ((await answer.json()) as { status: string }).status;
}

const moveAlias = (prefix: string, { add, remove }: { add: string; remove?: string }): Promise<void> => {
  const alias = `${prefix}-products`;
  const actions = [
    { add: { index: add, alias } },
    ...(remove === undefined ? [] : [{ remove: { index: remove, alias } }]),
  ];
  return send("POST", "/_aliases", { actions });
};

/** What Elasticsearch does to every index of a node whose disk is above the flood stage. */
const block = (prefix: string, on: boolean): Promise<void> =>
  put(`/${prefix}*/_settings?expand_wildcards=all`, { "index.blocks.read_only_allow_delete": on ? true : null });

const deleteIndex = (index: string): Promise<void> => send("DELETE", `/${index}`);
const put = (path: string, body: object): Promise<void> => send("PUT", path, body);

async function send(method: string, path: string, body?: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(elasticsearchUrl() + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) }); // prettier-ignore
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
}
