import { z } from "zod";
import { CatalogName } from "./text.ts";

/** What the parameters of `POST /v1/imports` are read into. */
export const ImportParameters = z.strictObject({
  catalog: CatalogName.default("products"),
  name: z.string().min(1).max(200).default("body").meta({ description: "The file's name, for messages." }),
  keep_missing: z.boolean().default(false).meta({ description: "Leaves products that are not in the file." }),
  force: z.boolean().default(false).meta({ description: "Goes on when most lines are rejected." }),
  price_unit: z.enum(["major", "minor"]).default("major").meta({ description: "minor: prices count cents." }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: "A currency has three capital letters." })
    .optional()
    .meta({ description: "ISO 4217, for prices that do not say theirs." }),
});

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
