import { WinnowError } from "../../domain/errors.ts";
import {
  DecisionAnswer,
  DecisionsAnswer,
  DecisionsParameters,
  LearningAnswer,
  ModelAnswer,
  ModelsAnswer,
  TrainAnswer,
} from "../../wire/model.ts";
import { parse } from "../../wire/parse.ts";
import { CatalogName } from "../../wire/text.ts";
import { json } from "../answer.ts";
import { catalogParameter, inPath, query } from "../describe.ts";
import { parameterName, pickParameters } from "../parameters.ts";
import type { Call, Route } from "../route.ts";
import type { Shop } from "../shop.ts";

const inVersion = inPath("version", "The model's version.");
const admin = { of: "admin", console: true } as const;

/** Paths with a word come before the one with a version. */
export const modelRoutes = (shop: Pick<Shop, "models" | "mapping">): readonly Route[] => {
  const { models } = shop;
  const catalogOf = (call: Call): string => {
    const picked = pickParameters(call.parameters, { catalog: "text" })["catalog"];
    const catalog = parse(CatalogName, picked ?? "products", () => "catalog");
    call.allowCatalog(catalog);
    shop.mapping(catalog);
    return catalog;
  };
  return [
    {
      ...{ method: "GET", path: "/v1/models", ...admin },
      doc: {
        summary: "Models, newest first, and which of them serve",
        parameters: [catalogParameter],
        answer: { status: 200, type: "application/json", schema: ModelsAnswer, description: "Decisions tell why." },
        problems: [404],
      },
      handle: async (call) => json(await models.list(catalogOf(call))),
    },
    {
      ...{ method: "GET", path: "/v1/models/decisions", ...admin },
      doc: {
        summary: "Why models serve or do not, with all numbers, newest first",
        parameters: [
          catalogParameter,
          query("limit", "How many.", { type: "integer", minimum: 1, maximum: 500, default: 50 }),
        ],
        answer: { status: 200, type: "application/json", schema: DecisionsAnswer, description: "Kept for ever." },
        problems: [404],
      },
      async handle(call) {
        const picked = pickParameters(call.parameters, { catalog: "text", limit: "number" });
        const { catalog, limit } = parse(DecisionsParameters, picked, parameterName);
        call.allowCatalog(catalog);
        shop.mapping(catalog);
        return json({ decisions: await models.decisions(catalog, limit) });
      },
    },
    {
      ...{ method: "GET", path: "/v1/models/status", ...admin },
      doc: {
        summary: "What is being learned now",
        parameters: [catalogParameter],
        answer: {
          status: 200,
          type: "application/json",
          schema: LearningAnswer,
          description: "A training and its progress are those of the process that answers.",
        },
        problems: [404],
      },
      handle: async (call) => json(await models.status(catalogOf(call))),
    },
    {
      ...{ method: "GET", path: "/v1/models/{version}", ...admin },
      doc: {
        summary: "One model",
        parameters: [inVersion, catalogParameter],
        answer: { status: 200, type: "application/json", schema: ModelAnswer, description: "Its record." },
        problems: [404],
      },
      handle: async (call) => json(await models.find(catalogOf(call), versionOf(call))),
    },
    {
      ...{ method: "POST", path: "/v1/models/train", ...admin },
      doc: {
        summary: "Train, judge and decide now, whether due or not",
        parameters: [catalogParameter],
        answer: {
          status: 202,
          type: "application/json",
          schema: TrainAnswer,
          description: "It goes on behind the answer.",
        },
        problems: [404],
      },
      handle: async (call) => json(await models.train(catalogOf(call)), 202),
    },
    {
      ...{ method: "POST", path: "/v1/models/{version}/promote", ...admin },
      doc: {
        summary: "Let a model serve everyone, without the gate",
        parameters: [inVersion, catalogParameter],
        answer: { status: 200, type: "application/json", schema: DecisionAnswer, description: "It serves." },
        problems: [404, 409],
      },
      handle: async (call) => json(await models.promote(catalogOf(call), versionOf(call))),
    },
    {
      ...{ method: "POST", path: "/v1/models/rollback", ...admin },
      doc: {
        summary: "Take back the canary, else the serving model, for the one before it or the text order",
        parameters: [catalogParameter],
        answer: { status: 200, type: "application/json", schema: DecisionAnswer, description: "It is done." },
        problems: [404, 409],
      },
      handle: async (call) => json(await models.rollBack(catalogOf(call))),
    },
  ];
};

const versionOf = (call: Call): string => {
  const version = call.path["version"]!;
  if (/^m-[0-9a-f]{12}$/u.test(version)) return version;
  throw new WinnowError("not_found", "There is no such model.", {
    where: "version",
    hint: "GET /v1/models lists them.",
  });
};
