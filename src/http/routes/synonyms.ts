import type { Decision } from "../../synonyms/decide-synonyms.ts";
import { limits } from "../../wire/limits.ts";
import { parse } from "../../wire/parse.ts";
import {
  SynonymAnswer,
  SynonymBody,
  SynonymEditAnswer,
  SynonymPreviewAnswer,
  SynonymPreviewParameters,
  SynonymsAnswer,
  SynonymsParameters,
} from "../../wire/synonym.ts";
import { CatalogName } from "../../wire/text.ts";
import { json } from "../answer.ts";
import { catalogParameter, inPath, query } from "../describe.ts";
import { parameterName, pickParameters } from "../parameters.ts";
import { readJson } from "../read-body.ts";
import type { Call, Route } from "../route.ts";
import type { Shop } from "../shop.ts";

const admin = { of: "admin", console: true } as const;
const parameters = [inPath("id", "The synonym's id."), catalogParameter];
const decided = {
  ...{ status: 200, type: "application/json", schema: SynonymAnswer },
  description: "Durable; every process searches by it within seconds.",
};

/** What shoppers call what the catalogue calls otherwise: a queue to decide on, and all of it to take back. */
export const synonymRoutes = ({ synonyms, mapping }: Pick<Shop, "synonyms" | "mapping">): readonly Route[] => {
  const allowed = (call: Call, catalog: string): string => {
    call.allowCatalog(catalog);
    mapping(catalog);
    return catalog;
  };
  const catalogOf = (call: Call): string =>
    allowed(
      call,
      parse(
        CatalogName,
        pickParameters(call.parameters, { catalog: "text" })["catalog"] ?? "products",
        () => "catalog",
      ),
    );
  const decision = (name: Decision, summary: string): Route => ({
    ...{ method: "POST", path: `/v1/synonyms/{id}/${name}`, ...admin },
    doc: { summary, parameters, answer: decided, problems: [404, 409] },
    handle: async (call) => json(await synonyms.decide(catalogOf(call), call.path["id"]!, name)),
  });
  return [
    {
      ...{ method: "GET", path: "/v1/synonyms", ...admin },
      doc: {
        summary: "Synonyms that were learned or given, with what speaks for each and what it changes",
        parameters: [
          catalogParameter,
          query("status", "Of this status alone; proposed ones wait for a person.", {
            type: "string",
            enum: ["proposed", "live", "refused", "retired"],
          }),
          query("after", "From the one after this id on.", { type: "string" }),
          query("limit", "How many.", { type: "integer", minimum: 1, maximum: 500, default: 50 }),
        ],
        answer: { status: 200, type: "application/json", schema: SynonymsAnswer, description: "A page." },
        problems: [404],
      },
      async handle(call) {
        const kinds = { catalog: "text", status: "text", after: "text", limit: "number" } as const;
        const { catalog, ...filter } = parse(SynonymsParameters, pickParameters(call.parameters, kinds), parameterName);
        return json(await synonyms.list(allowed(call, catalog), filter));
      },
    },
    {
      ...{ method: "GET", path: "/v1/synonyms/preview", ...admin },
      doc: {
        summary: "What a search finds without and with a synonym, live or not; it is not logged",
        parameters: [
          catalogParameter,
          query("from", "What shoppers write.", { type: "string", minLength: 1, maxLength: 100 }, true),
          query("to", "What the catalogue writes.", { type: "string", minLength: 1, maxLength: 100 }, true),
          query("two_way", "Each finds the other.", { type: "boolean", default: false }),
          query("q", "The search; `from` unless told.", { type: "string", maxLength: limits.queryLength }),
        ],
        answer: {
          status: 200,
          type: "application/json",
          schema: SynonymPreviewAnswer,
          description: "Both, side by side.",
        },
        problems: [404],
      },
      async handle(call) {
        const kinds = { catalog: "text", from: "text", to: "text", two_way: "flag", q: "text" } as const;
        const picked = pickParameters(call.parameters, kinds);
        const { catalog, ...asked } = parse(SynonymPreviewParameters, picked, parameterName);
        allowed(call, catalog);
        return json(await call.admit(() => synonyms.preview(catalog, asked, call.deadline)));
      },
    },
    {
      ...{ method: "POST", path: "/v1/synonyms", ...admin },
      doc: {
        summary: "Give a synonym: it is live at once",
        parameters: [catalogParameter],
        body: { type: "application/json", schema: SynonymBody },
        answer: decided,
        problems: [404, 409, 413, 415],
      },
      async handle(call) {
        const catalog = catalogOf(call);
        const body = parse(SynonymBody, await readJson(call.req, limits.searchBodyBytes, call.deadline));
        return json(await synonyms.add(catalog, body));
      },
    },
    decision("accept", "Search by a synonym that was proposed, refused or taken back"),
    decision("refuse", "Never search by a synonym that was proposed"),
    decision("retire", "Take back a synonym that is live"),
    decision("reopen", "Have a synonym wait for a decision again"),
    {
      ...{ method: "POST", path: "/v1/synonyms/{id}/edit", ...admin },
      doc: {
        summary: "Put another synonym in the place of one: the other is live, the one refused or taken back",
        parameters,
        body: { type: "application/json", schema: SynonymBody },
        answer: { ...decided, schema: SynonymEditAnswer },
        problems: [404, 409, 413, 415],
      },
      async handle(call) {
        const catalog = catalogOf(call);
        const body = parse(SynonymBody, await readJson(call.req, limits.searchBodyBytes, call.deadline));
        return json(await synonyms.edit(catalog, call.path["id"]!, body));
      },
    },
  ];
};
