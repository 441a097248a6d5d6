import type { Finding } from "../../domain/finding.ts";
import { startFaultProxy } from "../../testing/fault-proxy.ts";
import { defaultMapping } from "../../testing/harness.ts";
import { elasticsearchUrl, type LiveStores, openLiveStores } from "../../testing/live-elasticsearch.ts";
import { importAll } from "../../testing/live-shop.ts";
import { diagnoseElasticsearch } from "./diagnose-elasticsearch.ts";

describe("winnow doctor on Elasticsearch", () => {
  let stores: LiveStores;
  let index: string;
  beforeAll(async () => {
    stores = await openLiveStores();
    await stores.products.defineCatalog("products", defaultMapping);
    await importAll(stores.products, [{ id: "a", title: "Lamp" }]);
    const found = await fetch(`${elasticsearchUrl()}/_alias/${stores.prefix}-products`);
    index = Object.keys((await found.json()) as object)[0]!;
  }, 60_000);
  afterAll(async () => {
    await stores.close();
    await stores.remove();
  });

  const look = (url = elasticsearchUrl()) => diagnoseElasticsearch({ url, prefix: stores.prefix });
  const found = async (check: string): Promise<readonly Finding[]> =>
    (await look()).filter((finding) => finding.check === check);
  const send = async (method: string, path: string, body?: object): Promise<void> => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(elasticsearchUrl() + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) }); // prettier-ignore
    if (!answer.ok) throw new Error(await answer.text());
  };

  it("finds nothing wrong with a catalogue as it was imported", async () => {
    const findings = await look();
    // A test machine may be short of room, or not watch it.
    expect(findings.filter(({ check, level }) => level !== "ok" && check !== "elasticsearch disk")).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining(["elasticsearch", "elasticsearch cluster", "elasticsearch disk", "elasticsearch blocks", "index products"]), // prettier-ignore
    );
  });
  it("warns of a block of writes that an import has left behind", async () => {
    await send("PUT", `/${index}/_settings`, { "index.blocks.write": true });
    const findings = await found("index products");
    await send("PUT", `/${index}/_settings`, { "index.blocks.write": null });
    expect(findings).toMatchObject([{ level: "warn", message: expect.stringContaining("died") as string }]);
  });
  it("fails on a write block and says that a disk is full", async () => {
    await send("PUT", `/${index}/_settings`, { "index.blocks.read_only_allow_delete": true });
    const [finding] = await found("elasticsearch blocks");
    await send("PUT", `/${index}/_settings`, { "index.blocks.read_only_allow_delete": null });
    expect(finding).toMatchObject({ level: "fail", hint: expect.stringContaining("disk is full") as string });
    expect(await found("elasticsearch blocks")).toMatchObject([{ level: "ok" }]);
  });
  it("fails on a red index and on an alias that points elsewhere", async () => {
    const red = `${stores.prefix}-red`;
    await send("PUT", `/${red}?wait_for_active_shards=0`, {
      settings: { "index.routing.allocation.require._name": "no" },
    });
    const cluster = await found("elasticsearch cluster");
    const alias = `${stores.prefix}-products`;
    const actions = [{ add: { index: red, alias } }, { remove: { index, alias } }];
    await send("POST", "/_aliases", { actions });
    const catalog = await found("index products");
    await send("POST", "/_aliases", { actions: [{ add: { index, alias } }, { remove: { index: red, alias } }] });
    await send("DELETE", `/${red}`);
    expect(cluster).toMatchObject([{ level: "fail" }]);
    expect(catalog).toMatchObject([{ level: "fail", message: expect.stringContaining("alias") as string }]);
    expect(await found("index products")).toMatchObject([{ level: "ok" }]);
  });
  it("warns of fields that were added, and fails on an index that was made otherwise", async () => {
    await send("PUT", `/${index}/_mapping`, { properties: { theirs: { type: "keyword" } } });
    expect(await found("index products")).toMatchObject([{ level: "warn", message: expect.stringContaining("theirs") as string }]); // prettier-ignore
    await send("PUT", `/${index}/_mapping`, { dynamic: true, properties: {} });
    expect((await found("index products"))[0]).toMatchObject({
      level: "fail",
      message: expect.stringContaining("mappings.dynamic is true instead of false") as string,
    });
  });
  it("refuses a version that was not tested, and another product", async () => {
    await using proxy = await startFaultProxy({ target: elasticsearchUrl() });
    const rewrite = (edit: (version: object) => object) =>
      proxy.set({
        kind: "rewrite",
        edit: (answer) => {
          const { version } = answer as { version?: object };
          return version === undefined ? answer : { ...(answer as object), version: edit(version) };
        },
      });
    await rewrite((version) => ({ ...version, number: "7.17.0" }));
    await expect(look(proxy.url)).rejects.toMatchObject({ message: expect.stringContaining("7.17.0") as string });
    const forced = await diagnoseElasticsearch({ url: proxy.url, prefix: stores.prefix, force: true });
    expect(forced[0]).toMatchObject({ check: "elasticsearch", level: "warn" });
    await rewrite((version) => ({ ...version, distribution: "opensearch" }));
    await expect(look(proxy.url)).rejects.toMatchObject({ message: expect.stringContaining("OpenSearch") as string });
  });
  it("says that the server cannot be reached, and what to look at", async () => {
    await expect(look("http://127.0.0.1:1")).rejects.toMatchObject({
      code: "engine_unavailable",
      hint: expect.stringContaining("ELASTICSEARCH_URL") as string,
    });
  });
});
