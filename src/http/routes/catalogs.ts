import type { JsonObject } from "../../domain/json.ts";
import { CatalogAnswer, CatalogsAnswer, MappingBody } from "../../wire/catalog.ts";
import { limits } from "../../wire/limits.ts";
import { parse } from "../../wire/parse.ts";
import { CatalogName } from "../../wire/text.ts";
import { json, noContent } from "../answer.ts";
import { inPath } from "../describe.ts";
import { pickParameters } from "../parameters.ts";
import { readJson } from "../read-body.ts";
import type { Call, Route } from "../route.ts";
import type { Shop } from "../shop.ts";

export const catalogRoutes = (shop: Pick<Shop, "catalogs">): readonly Route[] => [
  {
    method: "GET",
    path: "/v1/catalogs",
    of: "admin",
    console: true,
    doc: {
      summary: "Catalogues side by side",
      answer: { status: 200, type: "application/json", schema: CatalogsAnswer, description: "By name." },
    },
    async handle(call) {
      pickParameters(call.parameters, {});
      return json({ catalogs: (await shop.catalogs.list()).filter(({ name }) => call.reaches(name)) });
    },
  },
  {
    method: "PUT",
    path: "/v1/catalogs/{name}",
    of: "admin",
    doc: {
      summary: "Create a catalogue, or give it a new mapping",
      description: "Regular expressions that mappings/products.json does not have need a key for all catalogues.",
      parameters: [inPath("name", "The catalogue's name.")],
      body: { type: "application/json", schema: MappingBody },
      answer: {
        status: 200,
        type: "application/json",
        schema: CatalogAnswer,
        description: "It is being indexed by it.",
      },
      problems: [409, 413, 415],
    },
    async handle(call) {
      const name = readName(call);
      const body = await readJson(call.req, limits.bodyBytes, call.deadline);
      parse(MappingBody, body);
      return json(await shop.catalogs.define(name, body as JsonObject, call.reaches("*")));
    },
  },
  {
    method: "DELETE",
    path: "/v1/catalogs/{name}",
    of: "admin",
    doc: {
      summary: "Delete a catalogue and all its products",
      parameters: [inPath("name", "The catalogue's name.")],
      answer: { status: 204, description: "Gone." },
      problems: [404],
    },
    async handle(call) {
      await shop.catalogs.drop(readName(call));
      return noContent;
    },
  },
];

const readName = (call: Call): string => {
  pickParameters(call.parameters, {});
  const name = parse(CatalogName, call.path["name"], () => "name");
  call.allowCatalog(name);
  return name;
};
