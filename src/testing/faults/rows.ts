import { clockRows } from "./clock-rows.ts";
import { diskRows } from "./disk-rows.ts";
import { elasticsearchRows } from "./elasticsearch-rows.ts";
import { importRow } from "./import-row.ts";
import { killRows } from "./kill-rows.ts";
import { languageModelRows } from "./language-model-rows.ts";
import { modelRows } from "./model-rows.ts";
import { processRows } from "./process-rows.ts";
import { redisRows } from "./redis-rows.ts";
import type { FaultRow } from "./row.ts";

/** The whole matrix, in the order of docs/faults.md. */
export const rows: readonly FaultRow[] = [
  ...modelRows,
  ...elasticsearchRows,
  ...redisRows,
  ...languageModelRows,
  ...diskRows,
  ...clockRows,
  ...killRows,
  importRow,
  ...processRows,
];
