import type { Decision } from "../../backfill/decide-texts.ts";
import {
  AcceptBody,
  EnrichmentAnswer,
  EnrichmentsAnswer,
  EnrichmentsParameters,
  RevertBody,
  RevertedAnswer,
  SpendAnswer,
  SpendParameters,
} from "../../wire/enrichment.ts";
import { limits } from "../../wire/limits.ts";
import { parse } from "../../wire/parse.ts";
import { CatalogName } from "../../wire/text.ts";
import { json } from "../answer.ts";
import { catalogParameter, inPath, query } from "../describe.ts";
import { parameterName, pickParameters } from "../parameters.ts";
import { readJson } from "../read-body.ts";
import type { Call, Route } from "../route.ts";
import type { Shop } from "../shop.ts";

const admin = { of: "admin", console: true } as const;
const parameters = [inPath("product", "The product's id."), catalogParameter];
const decided = {
  ...{ status: 200, type: "application/json", schema: EnrichmentAnswer },
  description: "Durable; what is shown changes within a second.",
};

/** What language models have written for products: a queue to read, and all of it to take back. */
export const enrichmentRoutes = (shop: Pick<Shop, "enrichments" | "mapping">): readonly Route[] => {
  const { enrichments } = shop;
  const catalogOf = (call: Call): string => {
    const picked = pickParameters(call.parameters, { catalog: "text" })["catalog"];
    return allowed(
      call,
      parse(CatalogName, picked ?? "products", () => "catalog"),
    );
  };
  const allowed = (call: Call, catalog: string): string => {
    call.allowCatalog(catalog);
    shop.mapping(catalog);
    return catalog;
  };
  const decide = (call: Call, decision: Decision) => {
    const catalog = catalogOf(call);
    return enrichments.decide(catalog, call.path["product"]!, decision);
  };
  return [
    {
      ...{ method: "GET", path: "/v1/enrichments", ...admin },
      doc: {
        summary: "What a language model has written, by product, beside what it was written from",
        parameters: [
          catalogParameter,
          query("status", "Of this status alone; proposed ones wait for a person.", {
            type: "string",
            enum: ["proposed", "applied", "refused", "reverted"],
          }),
          query("batch", "Of one run alone.", { type: "string" }),
          query("after", "From the one after this product on.", { type: "string" }),
          query("limit", "How many.", { type: "integer", minimum: 1, maximum: 500, default: 50 }),
        ],
        answer: { status: 200, type: "application/json", schema: EnrichmentsAnswer, description: "A page." },
        problems: [404],
      },
      async handle(call) {
        const kinds = { catalog: "text", status: "text", batch: "text", after: "text", limit: "number" } as const;
        const { catalog, ...filter } = parse(
          EnrichmentsParameters,
          pickParameters(call.parameters, kinds),
          parameterName,
        );
        return json(await enrichments.list(allowed(call, catalog), filter));
      },
    },
    {
      ...{ method: "GET", path: "/v1/enrichments/spend", ...admin },
      doc: {
        summary: "What language models have cost, by day",
        parameters: [query("days", "The last so many.", { type: "integer", minimum: 1, maximum: 3660, default: 31 })],
        answer: { status: 200, type: "application/json", schema: SpendAnswer, description: "Oldest first." },
      },
      async handle(call) {
        call.allowCatalog("*");
        const { days } = parse(SpendParameters, pickParameters(call.parameters, { days: "number" }), parameterName);
        return json(await enrichments.spend(days));
      },
    },
    {
      ...{ method: "POST", path: "/v1/enrichments/revert", ...admin },
      doc: {
        summary: "Take back what one run has written, or all",
        parameters: [catalogParameter],
        body: { type: "application/json", schema: RevertBody },
        answer: { status: 200, type: "application/json", schema: RevertedAnswer, description: "How many texts." },
        problems: [404, 413, 415],
      },
      async handle(call) {
        const catalog = catalogOf(call);
        const { batch } = parse(RevertBody, await readJson(call.req, limits.searchBodyBytes, call.deadline));
        return json({ reverted: await enrichments.revert(catalog, batch ?? null) });
      },
    },
    {
      ...{ method: "POST", path: "/v1/enrichments/{product}/accept", ...admin },
      doc: {
        summary: "Show a text, as it is or in other words",
        parameters,
        body: { type: "application/json", schema: AcceptBody },
        answer: decided,
        problems: [404, 409, 413, 415],
      },
      async handle(call) {
        const { description } = parse(AcceptBody, await readJson(call.req, limits.searchBodyBytes, call.deadline));
        return json(await decide(call, { kind: "accept", ...(description !== undefined && { description }) }));
      },
    },
    {
      ...{ method: "POST", path: "/v1/enrichments/{product}/refuse", ...admin },
      doc: { summary: "Never show a text", parameters, answer: decided, problems: [404, 409] },
      handle: async (call) => json(await decide(call, { kind: "refuse" })),
    },
    {
      ...{ method: "POST", path: "/v1/enrichments/{product}/revert", ...admin },
      doc: { summary: "Take back a text that is shown", parameters, answer: decided, problems: [404, 409] },
      handle: async (call) => json(await decide(call, { kind: "revert" })),
    },
  ];
};
