import { WinnowError } from "../../domain/errors.ts";
import type { Records } from "./records.ts";

/**
 * Of records, log and product indices together; to be raised when an earlier winnow would misread them, with the step that
 * leads there from the one before.
 */
const FORMAT = 1;

interface FormatRecord {
  readonly format: number;
}

/**
 * Notes the format where there is none yet.
 *
 * @throws WinnowError `storage_failed` when a newer winnow has written there
 */
export async function checkFormat(records: Records, index: string): Promise<void> {
  const found = (await records.get<FormatRecord>("format", "winnow"))?.record.format;
  if (found === undefined) await records.put("format", "winnow", { format: FORMAT }, { over: "nothing" });
  else if (found > FORMAT) {
    throw new WinnowError(
      "storage_failed",
      `The index ${index} was written by a newer winnow (format ${found}; this one knows ${FORMAT}).`,
      { where: index, hint: "Run the newer winnow, or take another ELASTICSEARCH_PREFIX." },
    );
  }
}
