import { WinnowError } from "../domain/errors.ts";
import type { JsonObject, JsonValue } from "../domain/json.ts";
import type { Product } from "../domain/product.ts";
import type { ProductStore, ProductWrite, WriteResult } from "../ports/product-store.ts";
import { checkProduct, invalidProduct, productProblem } from "./check-product.ts";

/** What became of one line of a bulk write. */
export type WriteOutcome =
  { readonly id: string; readonly result: WriteResult } | { readonly id: string | null; readonly error: WinnowError };

/** A line of a bulk write: a product, unchecked, or the id of one to delete. */
export type WriteLine = { readonly put: unknown } | { readonly delete: string };

/**
 * Checks and writes many at once; what is wrong with one does not hold up the others. Durable when resolved.
 *
 * @returns an outcome for each line, in order; errors are `invalid_product`
 * @throws WinnowError `catalog_not_found`, `storage_full`, `storage_failed`: then nothing was written
 */
export async function writeProducts(
  store: Pick<ProductStore, "write">,
  catalog: string,
  lines: readonly WriteLine[],
): Promise<readonly WriteOutcome[]> {
  const checked = lines.map(check);
  const results = await store.write(
    catalog,
    checked.flatMap((each) => ("write" in each ? [each.write] : [])),
  );
  let next = 0;
  return checked.map((each) => ("write" in each ? { id: each.id, result: results[next++]! } : each));
}

/** Creates or replaces a product. Durable when resolved. @throws WinnowError `invalid_product`, and as the store does */
export async function putProduct(
  store: Pick<ProductStore, "write">,
  catalog: string,
  product: unknown,
): Promise<WriteResult> {
  const [result] = await store.write(catalog, [{ op: "put", product: checkProduct(product) }]);
  return result!;
}

/**
 * Changes some fields of a product by a JSON merge patch (RFC 7396: null removes a field). Another's write in between
 * is not lost: the patch is made again on top of it. Durable when resolved.
 *
 * @throws WinnowError `product_not_found`, `invalid_product`, `conflict`, and as the store does
 */
export async function patchProduct(
  store: Pick<ProductStore, "get" | "write">,
  catalog: string,
  id: string,
  patch: JsonObject,
): Promise<"updated" | "unchanged"> {
  if (patch["id"] !== undefined && patch["id"] !== id) {
    throw invalidProduct({
      where: "/id",
      message: "a product's id cannot be changed; write it anew and delete this one",
    });
  }
  for (let attempt = 0; attempt < PATCH_ATTEMPTS; attempt++) {
    const stored = await store.get(catalog, id);
    if (stored === null) throw productNotFound(catalog, id);
    const product = checkProduct(mergePatch(JSON.parse(stored.source) as JsonValue, patch));
    const [result] = await store.write(catalog, [{ op: "put", product, replaces: stored.sequence }]);
    if (result === "updated" || result === "unchanged") return result;
  }
  throw new WinnowError("conflict", `product ${JSON.stringify(id)} is being written by others all the time`, {
    hint: "Try again.",
    retryAfterS: 1,
  });
}

/** Deletes a product; durable when resolved. @throws WinnowError `product_not_found`, and as the store does */
export async function deleteProduct(store: Pick<ProductStore, "write">, catalog: string, id: string): Promise<void> {
  const [result] = await store.write(catalog, [{ op: "delete", id }]);
  if (result === "not_found") throw productNotFound(catalog, id);
}

/** @returns the product as JSON @throws WinnowError `product_not_found`, and as the store does */
export async function getProduct(store: Pick<ProductStore, "get">, catalog: string, id: string): Promise<string> {
  const stored = await store.get(catalog, id);
  if (stored === null) throw productNotFound(catalog, id);
  return stored.source;
}

const PATCH_ATTEMPTS = 20;

function check(line: WriteLine): { id: string; write: ProductWrite } | { id: string | null; error: WinnowError } {
  if ("delete" in line) return { id: line.delete, write: { op: "delete", id: line.delete } };
  const problem = productProblem(line.put);
  if (problem === null) {
    const product = line.put as Product; // just checked
    return { id: product.id, write: { op: "put", product } };
  }
  return { id: idOf(line.put), error: invalidProduct(problem) };
}

function idOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("id" in value) || typeof value.id !== "string") return null;
  return value.id.slice(0, 512);
}

/** RFC 7396. As deep as the patch, whose depth was limited when it was parsed. */
function mergePatch(target: JsonValue, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const merged = new Map(isJsonObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name) ?? null, value));
  }
  return Object.fromEntries(merged);
}

function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function productNotFound(catalog: string, id: string): WinnowError {
  return new WinnowError(
    "product_not_found",
    `catalogue ${catalog} has no product ${JSON.stringify(id.slice(0, 512))}`,
  );
}
