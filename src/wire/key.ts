import { z } from "zod";
import { CatalogName } from "./text.ts";

export const KeyBody = z
  .strictObject({
    label: z.string().min(1).max(200),
    scopes: z
      .array(z.enum(["search", "events", "admin"]))
      .min(1)
      .max(3),
    catalogs: z.array(CatalogName).min(1).max(100).optional().meta({ description: "Absent: all of them." }),
    expires_in_days: z.number().positive().max(3650).optional().meta({ description: "Absent: never." }),
  })
  .meta({ id: "KeyRequest" });
export type KeyBody = z.infer<typeof KeyBody>;

export const KeyAnswer = z
  .strictObject({
    id: z.string(),
    label: z.string(),
    scopes: z.array(z.enum(["search", "events", "admin"])),
    catalogs: z.array(z.string()).nullable(),
    created_at: z.string(),
    expires_at: z.string().nullable(),
  })
  .meta({ id: "Key" });
export type KeyAnswer = z.infer<typeof KeyAnswer>;

export const NewKeyAnswer = KeyAnswer.extend({
  key: z.string().meta({ description: "The secret: shown now and never again." }),
}).meta({ id: "NewKey" });
export type NewKeyAnswer = z.infer<typeof NewKeyAnswer>;

export const KeysAnswer = z.strictObject({ keys: z.array(KeyAnswer) }).meta({ id: "Keys" });
export type KeysAnswer = z.infer<typeof KeysAnswer>;
