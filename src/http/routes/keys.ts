import { WinnowError } from "../../domain/errors.ts";
import { KeyBody, KeysAnswer, NewKeyAnswer } from "../../wire/key.ts";
import { limits } from "../../wire/limits.ts";
import { parse } from "../../wire/parse.ts";
import { json, noContent } from "../answer.ts";
import { inPath } from "../describe.ts";
import { pickParameters } from "../parameters.ts";
import { readJson } from "../read-body.ts";
import type { Call, Route } from "../route.ts";
import type { Shop } from "../shop.ts";

export const keyRoutes = (shop: Pick<Shop, "keys">): readonly Route[] => [
  {
    method: "GET",
    path: "/v1/keys",
    of: "admin",
    doc: {
      summary: "API keys, without their secrets",
      answer: { status: 200, type: "application/json", schema: KeysAnswer, description: "Oldest first." },
    },
    async handle(call) {
      allKeys(call);
      return json({ keys: await shop.keys.list() });
    },
  },
  {
    method: "POST",
    path: "/v1/keys",
    of: "admin",
    doc: {
      summary: "Make an API key",
      body: { type: "application/json", schema: KeyBody },
      answer: {
        status: 201,
        type: "application/json",
        schema: NewKeyAnswer,
        description: "The secret is shown now and never again.",
      },
      problems: [413, 415],
    },
    async handle(call) {
      allKeys(call);
      const body = parse(KeyBody, await readJson(call.req, limits.searchBodyBytes, call.deadline));
      return json(await shop.keys.issue(body), 201);
    },
  },
  {
    method: "DELETE",
    path: "/v1/keys/{id}",
    of: "admin",
    doc: {
      summary: "Revoke an API key",
      parameters: [inPath("id", "The key's id.")],
      answer: { status: 204, description: "It opens nothing any more." },
      problems: [404],
    },
    async handle(call) {
      allKeys(call);
      if (await shop.keys.remove(call.path["id"]!)) return noContent;
      throw new WinnowError("not_found", "There is no such key.", { where: "id" });
    },
  },
];

/** A key for some catalogues must not make one for all. */
const allKeys = (call: Call): void => {
  pickParameters(call.parameters, {});
  call.allowCatalog("*");
};
