import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { retrievalContract } from "../../ports/retrieval.contract.ts";
import { memoryProductStore } from "../../testing/memory-product-store.ts";
import { openEmbeddedRetrieval } from "./open-embedded-retrieval.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-contract-"));
let opened = 0;

afterAll(async () => {
  await rm(folder, { recursive: true });
});

retrievalContract("the embedded engine", {
  openStore: () => Promise.resolve(memoryProductStore()),
  openRetrieval: (store) => openEmbeddedRetrieval({ store, snapshotFolder: join(folder, `${opened++}`) }),
});
