import { z } from "zod";
import { Name } from "./text.ts";

const text = z.string().optional();
const number = z.number().optional();

/** A product as answers show it; fields of the shop's own are kept beside these. See domain/product.ts for units. */
export const Product = z
  .looseObject({
    id: z.string(),
    title: z.string(),
    description: text,
    brand: text,
    categories: z
      .array(z.string())
      .optional()
      .meta({ example: ["Computers > Laptops"] }),
    price: number.meta({ description: "In major units of currency.", example: 49.95 }),
    list_price: number,
    currency: text.meta({ description: "ISO 4217", example: "EUR" }),
    image: text,
    url: text,
    sku: text,
    gtin: z.array(z.string()).optional(),
    group_id: text.meta({ description: "Variants of one product share it." }),
    in_stock: z.boolean().optional(),
    rating: number,
    reviews: number,
    created_at: text.meta({ description: "ISO 8601" }),
    winnow_generated: z
      .looseObject({
        description: text,
        attributes: z.record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()]))).optional(),
        model: text,
        source_hash: text,
        reviewed: z.boolean().optional().meta({ description: "Whether a person has read it." }),
      })
      .optional()
      .meta({
        description: "What a language model has written, searched with the rest; what a write says in it is ignored.",
      }),
    attributes: z.record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()]))).optional(),
  })
  .meta({ id: "Product" });
export type Product = z.infer<typeof Product>;

/** A line of `POST /v1/products`: a product, or the id of one to delete. */
export const BulkLine = z
  .union([Product, z.strictObject({ delete: Name })])
  .meta({ id: "BulkLine", description: 'A product, or {"delete": id}.' });

/** The answer to one line of `POST /v1/products`, in the order of the lines. */
export const BulkLineAnswer = z
  .strictObject({
    line: z.int().meta({ description: "From 1; empty lines count." }),
    id: z.string().nullable(),
    status: z.enum(["created", "updated", "unchanged", "deleted", "not_found", "conflict", "rejected"]),
    error: z.strictObject({ code: z.string(), detail: z.string(), where: text, hint: text }).optional(),
  })
  .meta({ id: "BulkLineAnswer" });
export type BulkLineAnswer = z.infer<typeof BulkLineAnswer>;

/** The answer to a write of one product. */
export const WriteAnswer = z
  .strictObject({ id: z.string(), status: z.enum(["created", "updated", "unchanged", "deleted"]) })
  .meta({ id: "WriteAnswer" });
export type WriteAnswer = z.infer<typeof WriteAnswer>;
