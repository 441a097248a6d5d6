import { z } from "zod";
import { CatalogName } from "./text.ts";

/** What the parameters of `GET /v1/traffic` are read into. */
export const TrafficParameters = z.strictObject({
  catalog: CatalogName.default("products"),
  span: z.enum(["hour", "day", "week", "month"]).default("hour"),
});

const counts = {
  searches: z.int(),
  zero_results: z.int(),
  clicks: z.int(),
  add_to_carts: z.int(),
  purchases: z.int(),
  set_aside: z.int().meta({ description: "Of bots and repeats: kept, not counted." }),
};

const outcomes = {
  searches: z.int(),
  clicked: z.int().meta({ description: "Searches that led to a click at least." }),
  purchased: z.int(),
  zero_results: z.int(),
};

const Query = z.strictObject({ text: z.string(), ...outcomes });

export const TrafficAnswer = z
  .strictObject({
    from_ms: z.number(),
    to_ms: z.number(),
    step_ms: z.number(),
    buckets: z.array(z.strictObject({ at_ms: z.number(), ...counts })),
    totals: z.strictObject(counts),
    top_queries: z.array(Query).meta({ description: "Of the last 20,000 searches at most." }),
    empty_queries: z.array(Query).meta({ description: "Those that found nothing, as typed." }),
    arms: z.array(
      z.strictObject({
        arm: z.enum(["first_stage", "champion", "challenger"]),
        model: z.string().nullable(),
        ...outcomes,
      }),
    ),
    behind: z.int().meta({ description: "Entries of the log that are not in it yet: ask again." }),
  })
  .meta({ id: "TrafficAnswer" });
