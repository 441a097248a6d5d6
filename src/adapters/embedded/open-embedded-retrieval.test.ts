import { jest } from "@jest/globals";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deadline } from "../../domain/deadline.ts";
import type { RetrievalPlan } from "../../domain/retrieval.ts";
import type { ProductStore } from "../../ports/product-store.ts";
import { memoryProductStore } from "../../testing/memory-product-store.ts";
import { readMapping } from "../../text/read-mapping.ts";
import { type EmbeddedEvent, openEmbeddedRetrieval } from "./open-embedded-retrieval.ts";

const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")));
const never: Deadline = { signal: new AbortController().signal, remainingMs: () => 1000 };
const everything: RetrievalPlan = {
  catalog: "shop",
  query: null,
  fields: [],
  filters: [],
  facetFilters: [],
  facets: [],
  sort: { by: "relevance" },
  size: 1000,
  collapse: false,
};

describe("openEmbeddedRetrieval", () => {
  let folder: string;
  let store: ProductStore;
  let events: EmbeddedEvent[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "winnow-index-"));
    store = memoryProductStore();
    events = [];
    await store.defineCatalog("shop", mapping);
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });
  const open = () => openEmbeddedRetrieval({ store, snapshotFolder: folder, report: (event) => events.push(event) });
  const put = (...ids: string[]) =>
    store.write(
      "shop",
      ids.map((id) => ({ op: "put", product: { id, title: `thing ${id}` } })),
    );

  it("finds what is written after it was opened, and no longer what was deleted", async () => {
    await put("a", "b");
    await using retrieval = await open();
    await retrieval.refresh("shop");
    const ids = async () => (await retrieval.retrieve(everything, never)).candidates.map(({ id }) => id);
    expect(await ids()).toEqual(["a", "b"]);
    await put("c");
    await store.write("shop", [{ op: "delete", id: "a" }]);
    await retrieval.refresh("shop");
    expect(await ids()).toEqual(["b", "c"]);
    expect(events).toEqual([]);
  });

  it("starts from its snapshot", async () => {
    await put(...Array.from({ length: 1500 }, (_, i) => `p${i}`));
    {
      await using retrieval = await open();
      await retrieval.refresh("shop");
      await until(async () => (await readdir(folder)).includes("shop.snapshot"));
    }
    await put("last");
    const changes = jest.spyOn(store, "changes");
    await using retrieval = await open();
    await retrieval.refresh("shop");
    expect(changes.mock.calls.map(([, after]) => after)).toEqual([1500]);
    expect((await retrieval.retrieve(everything, never)).total).toBe(1501);
    expect(events).toEqual([]);
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
