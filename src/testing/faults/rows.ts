import { modelRows } from "./model-rows.ts";
import type { FaultRow } from "./row.ts";

/** The whole matrix, in the order of docs/faults.md. */
export const rows: readonly FaultRow[] = [...modelRows];
