import { join } from "node:path";
import type { Finding } from "../../domain/finding.ts";
import type { CatalogInfo } from "../../ports/product-store.ts";
import { readSnapshot } from "./snapshot.ts";

const OLDER = "Was the store put back from an older copy? If not, look at what happened to it.";

/** Whether the index can start from its snapshots, and how far these are behind the store. */
export async function diagnoseEmbedded(
  snapshotFolder: string,
  catalogs: readonly CatalogInfo[],
): Promise<readonly Finding[]> {
  return await Promise.all(catalogs.map((catalog) => judge(snapshotFolder, catalog)));
}

async function judge(folder: string, catalog: CatalogInfo): Promise<Finding> {
  const { name, products } = catalog;
  const check = `index ${name}`;
  const again = `the next start indexes ${products} products again`;
  let state;
  try {
    state = await readSnapshot(join(folder, `${encodeURIComponent(name)}.snapshot`));
  } catch (error) {
    const message = `its snapshot cannot be used: ${(error as Error).message}; ${again}`;
    return { check, level: "warn", message, hint: "Nothing is lost; look at the disk if it happens again." };
  }
  if (products === 0) return { check, level: "warn", message: "it holds no products", hint: "winnow import FILE" };
  if (state === null) return { check, level: "ok", message: `no snapshot yet; ${again}` };
  if (state.mappingVersion !== catalog.mappingVersion)
    return { check, level: "ok", message: `its snapshot was made by another mapping; ${again}` };
  const behind = catalog.sequence - state.sequence;
  if (behind < 0)
    return { check, level: "warn", message: `its snapshot is newer than the store; ${again}`, hint: OLDER };
  return { check, level: "ok", message: `${products} products; its snapshot is ${behind} changes behind the store` };
}
