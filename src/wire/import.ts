import { z } from "zod";

const moment = z.string().meta({ description: "ISO 8601", example: "2025-01-31T12:00:00.000Z" });

export const ImportAnswer = z
  .strictObject({
    id: z.string(),
    catalog: z.string(),
    state: z.enum(["running", "done", "failed"]),
    started_at: moment,
    finished_at: moment.nullable(),
    read: z.int().meta({ description: "Products read from the file." }),
    rejected: z.int(),
    counts: z
      .strictObject({ created: z.int(), updated: z.int(), unchanged: z.int(), deleted: z.int() })
      .nullable()
      .meta({ description: "Null until the import is live." }),
    error: z.string().nullable(),
  })
  .meta({ id: "Import" });
export type ImportAnswer = z.infer<typeof ImportAnswer>;

export const ImportsAnswer = z.strictObject({ imports: z.array(ImportAnswer) }).meta({ id: "Imports" });
export type ImportsAnswer = z.infer<typeof ImportsAnswer>;
