import { jest } from "@jest/globals";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deadline } from "../../domain/deadline.ts";
import type { RetrievalPlan } from "../../domain/retrieval.ts";
import type { ProductStore } from "../../ports/product-store.ts";
import { memoryProductStore } from "../../testing/memory-product-store.ts";
import { INDEX_FORMAT } from "../../text/index-format.ts";
import { readMapping } from "../../text/read-mapping.ts";
import { type BuildProgress, type EmbeddedEvent, openEmbeddedRetrieval } from "./open-embedded-retrieval.ts";

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

  it("refuses a snapshot that is broken, a newer winnow's, of another mapping or newer than the store, and builds anew", async () => {
    const snapshot = join(folder, "shop.snapshot");
    await put(...Array.from({ length: 1200 }, (_, i) => `p${i}`));
    {
      await using retrieval = await open();
      await retrieval.refresh("shop");
      await until(async () => (await readdir(folder)).includes("shop.snapshot"));
    }
    const whole = await readFile(snapshot);
    const reopen = async () => {
      events = [];
      await using retrieval = await open();
      await retrieval.refresh("shop");
      return { total: (await retrieval.retrieve(everything, never)).total, events };
    };
    const broken = Buffer.from(whole);
    broken[broken.length - 100]! ^= 1;
    await writeFile(snapshot, broken);
    expect(await reopen()).toMatchObject({ total: 1200, events: [{ kind: "snapshot_refused" }] });

    const later = Buffer.from(whole);
    later.writeUInt32LE(99, 8);
    await writeFile(snapshot, later);
    const ofNewer = await reopen();
    expect(ofNewer.total).toBe(1200);
    const said = `it has format 99, and this version reads ${INDEX_FORMAT}`;
    expect(ofNewer.events).toMatchObject([
      { kind: "snapshot_refused", message: expect.stringContaining(said) as string },
    ]);

    await writeFile(snapshot, whole);
    store = memoryProductStore();
    await store.defineCatalog("shop", mapping);
    await put("only");
    const newer = await reopen();
    expect(newer.total).toBe(1);
    expect(newer.events.map(({ message }) => message)).toEqual([expect.stringContaining("newer than the store")]);

    await writeFile(snapshot, whole);
    await store.defineCatalog("shop", { ...mapping, facets: [] });
    const other = await reopen();
    expect(other.total).toBe(1);
    expect(other.events.map(({ message }) => message)).toEqual([expect.stringContaining("another mapping")]);
  });

  it("notices writes and catalogues of others by itself within a second, and says how building goes", async () => {
    const progress: BuildProgress[] = [];
    await put("a", "b");
    await using retrieval = await openEmbeddedRetrieval({
      store,
      snapshotFolder: folder,
      onProgress: (each) => progress.push(each),
    });
    const started = performance.now();
    await until(() => retrieval.health("shop").ready);
    expect(progress.at(-1)).toEqual({ catalog: "shop", done: 2, total: 2 });
    await put("c");
    await until(() => retrieval.stats("shop").products === 3);
    await store.defineCatalog("books", mapping);
    await until(() => {
      try {
        return retrieval.health("books").ready;
      } catch {
        return false;
      }
    });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("keeps answering, and catches up, while large parts are merged", async () => {
    await put(...Array.from({ length: 3000 }, (_, i) => `p${i}`));
    await using retrieval = await open();
    await retrieval.refresh("shop");
    await put(...Array.from({ length: 2500 }, (_, i) => `q${i}`));
    await retrieval.refresh("shop");
    await store.write("shop", [{ op: "delete", id: "p7" }]);
    await put("p8", "last");
    await retrieval.refresh("shop");
    expect((await retrieval.retrieve(everything, never)).total).toBe(5500);
    // The merged one, and that of the last product.
    await until(() => retrieval.stats("shop").segments === 2);
    expect((await retrieval.retrieve(everything, never)).total).toBe(5500);
    const filters = [{ kind: "terms", field: "id", values: ["p7", "p8", "last"] }] as const;
    expect((await retrieval.retrieve({ ...everything, filters }, never)).total).toBe(2);
    expect(events).toEqual([]);
  });
});

/** Rejects after ten seconds, so that a test that fails also ends. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error("It did not come to be.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
