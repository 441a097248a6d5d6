import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fieldMatcher } from "../catalog/fields/match-fields.ts";
import { toProduct } from "../catalog/fields/to-product.ts";
import type { Field } from "../catalog/read/record.ts";
import { readSource } from "../catalog/read/read-source.ts";
import { fileSource } from "../catalog/read/source.ts";
import type { Product } from "../domain/product.ts";

/** A query with what people thought of products for it. */
export interface JudgedQuery {
  readonly text: string;
  /** Product → grade, 0 (wrong) to 3 (right). */
  readonly grades: ReadonlyMap<string, number>;
}

export interface Icecat {
  readonly products: readonly Product[];
  /** In the order of the file. */
  readonly queries: readonly JudgedQuery[];
}

/**
 * The Icecat catalogue and its crowd judgments (querqy/chorus), read as `winnow import` reads any catalogue: supplier is
 * the brand, prices are in cents, `attr_*` are attributes; `name` is Icecat's model code.
 *
 * @throws WinnowError `invalid_file`
 */
export async function readIcecat(folder: string): Promise<Icecat> {
  const matcher = fieldMatcher({ map: new Map([["sku", "name"]]), ignore: [], custom: new Map() });
  const products: Product[] = [];
  for (const name of (await readdir(folder)).filter((each) => each.endsWith(".json.zip")).sort()) {
    for await (const fields of recordsOf(join(folder, name))) {
      const converted = toProduct(fields, matcher, { priceUnit: "minor", currency: "USD", idFrom: "id" });
      if ("product" in converted) products.push(converted.product);
    }
  }
  const queries = new Map<string, Map<string, number>>();
  for await (const fields of recordsOf(join(folder, "Broad_Query_Set_rated.csv"))) {
    const row = new Map(fields.map(([name, value]) => [name, typeof value === "string" ? value : ""]));
    const text = row.get("query") ?? "";
    const grades = queries.get(text) ?? new Map<string, number>();
    queries.set(text, grades.set(row.get("docid") ?? "", Number(row.get("rating"))));
  }
  return { products, queries: [...queries].map(([text, grades]) => ({ text, grades })) };
}

async function* recordsOf(path: string): AsyncIterable<readonly Field[]> {
  for await (const { records } of readSource(await fileSource(path), {
    encoding: null,
    onBytes: () => undefined,
    signal: null,
  }))
    for await (const some of records) for (const record of some) if ("fields" in record) yield record.fields;
}
