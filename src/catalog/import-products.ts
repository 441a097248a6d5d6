import { WinnowError } from "../domain/errors.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { AttributeType } from "./fields/attributes.ts";
import { fieldMatcher, targets, type FieldMatcher } from "./fields/match-fields.ts";
import type { ImportReport } from "./import-report.ts";
import type { ImportOptions, ImportRequest } from "./import-request.ts";
import { ImportRun } from "./import-run.ts";

/**
 * Reads products, stages what is sound and shows all of it at once at the end; until then, and after any error, what
 * was live stays live. Memory is bounded by a chunk of products and their ids.
 *
 * @throws WinnowError `invalid_file` (unreadable, no id or title, most lines rejected), `invalid_request` (options),
 * `catalog_not_found`, `storage_full`, `storage_failed`; the signal's reason
 */
export async function importProducts(request: ImportRequest): Promise<ImportReport> {
  const { store, catalog, options = {}, signal } = request;
  const matcher = matcherFor(request.mapping, options);
  await using session = await store.openImport(catalog);
  const run = new ImportRun(request, matcher, session);
  try {
    for (const source of request.sources) await run.read(source);
  } catch (error) {
    signal?.throwIfAborted(); // what a stream says when it is stopped is no error of its own
    throw error;
  }
  await run.flush();
  run.refuseIfPoor();
  signal?.throwIfAborted();
  run.progress("committing");
  const counts = await session.commit(options.keepMissing ?? false);
  return run.report(counts);
}

function matcherFor(mapping: CatalogMapping, options: ImportOptions): FieldMatcher {
  const types: (readonly [string, AttributeType])[] = [
    ...[...mapping.text, ...mapping.keywords].map(({ name }) => [name, "text"] as const),
    ...mapping.numbers.map(({ name, type }) => [name, fieldTypes[type]] as const),
  ];
  const own: ReadonlySet<string> = new Set([...targets, "attributes"]);
  const custom = new Map(types.filter(([name]) => !own.has(name)));
  for (const target of options.map?.keys() ?? []) {
    if (own.has(target) || custom.has(target) || target.startsWith("attributes.")) continue;
    throw new WinnowError("invalid_request", `a product has no field ${JSON.stringify(target)} to map a column to`, {
      hint: `There is ${[...own, ...custom.keys()].join(", ")} and attributes.NAME.`,
    });
  }
  return fieldMatcher({ map: options.map ?? new Map(), ignore: options.ignore ?? [], custom });
}

const fieldTypes = { double: "number", long: "number", boolean: "boolean", date: "text" } as const;
