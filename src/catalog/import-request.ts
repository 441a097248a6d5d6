import type { CatalogMapping } from "../domain/mapping.ts";
import type { ProductStore } from "../ports/product-store.ts";
import type { ColumnGuess, ImportProgress, RejectedLine } from "./import-report.ts";
import type { ImportSource } from "./read/source.ts";

export interface ImportOptions {
  /** Field or `attributes.NAME` → the column that fills it, where the guess is wrong. */
  readonly map?: ReadonlyMap<string, string>;
  /** Columns to leave out. */
  readonly ignore?: readonly string[];
  /** `minor`: prices count cents. */
  readonly priceUnit?: "major" | "minor";
  /** ISO 4217, for prices that do not say theirs. */
  readonly currency?: string;
  /** WHATWG label, where it is not UTF-8 and the file does not say so. */
  readonly encoding?: string;
  /** True leaves products that are not in the files; false deletes them. */
  readonly keepMissing?: boolean;
  /** Go on when most lines are rejected. */
  readonly force?: boolean;
}

export interface ImportRequest {
  readonly store: Pick<ProductStore, "openImport">;
  readonly catalog: string;
  /** Says which columns are fields of the shop's own. */
  readonly mapping: CatalogMapping;
  /** One or several; together they are one import. */
  readonly sources: readonly ImportSource[];
  readonly options?: ImportOptions;
  /** Told once, when the first lines have been seen. */
  readonly onColumns?: (columns: readonly ColumnGuess[]) => void;
  readonly onFile?: (file: { readonly name: string; readonly format: string }) => void;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly onRejected?: (line: RejectedLine) => void;
  /** Leaves everything as it was. */
  readonly signal?: AbortSignal;
}
