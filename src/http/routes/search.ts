import { readJson } from "../read-body.ts";
import { readSearchParameters, toSearchRequest } from "../read-search.ts";
import { writeSearchAnswer } from "../write-search.ts";
import { limits } from "../../wire/limits.ts";
import type { SearchServed } from "../../observe/report.ts";
import { parse } from "../../wire/parse.ts";
import { SearchAnswer, SearchBody } from "../../wire/search.ts";
import { type Answer, holds, jsonText, notModified } from "../answer.ts";
import { searchParameters } from "../describe.ts";
import { hash } from "../hash.ts";
import type { Call, Route } from "../route.ts";
import type { Shop } from "../shop.ts";

type SearchShop = Pick<Shop, "search" | "mapping" | "version" | "visitor">;

const answer = {
  status: 200,
  type: "application/json",
  schema: SearchAnswer,
  description: "Hits in order, facets, and what was corrected, relaxed or left out.",
};

export const searchRoutes = (shop: SearchShop, served: (search: SearchServed) => void): readonly Route[] => {
  const run = async (call: Call, body: SearchBody, headers?: Readonly<Record<string, string>>): Promise<Answer> => {
    if (body.timeout_ms !== undefined) call.deadline.lower(body.timeout_ms);
    const visitor = shop.visitor(body.user, body.session, call.req.headers["user-agent"]);
    const request = toSearchRequest(body, shop.mapping(body.catalog), visitor, call.within);
    const found = await call.admit(() => shop.search(request, call.deadline));
    served(found);
    const text = writeSearchAnswer(found, request, performance.now() - call.startedAtMs);
    return jsonText(text, 200, found.degraded.length === 0 ? headers : undefined);
  };
  return [
    {
      method: "GET",
      path: "/v1/search",
      of: "search",
      doc: {
        summary: "Search, or browse with an empty q",
        parameters: searchParameters,
        answer,
        problems: [404],
      },
      handle(call) {
        const body = readSearchParameters(call.parameters, (catalog) => shop.mapping(catalog));
        call.allowCatalog(body.catalog);
        // What a session did just now changes its answers.
        if (body.session !== undefined) return run(call, body);
        // The same address over the same index and model gives the same answer: a caller who holds it needs no search.
        const reach = call.within.within === undefined ? "" : hash(JSON.stringify(call.within.within));
        const etag = `W/"${shop.version(body.catalog)}-${hash(call.querystring)}${reach}"`;
        const headers = { etag, "cache-control": "private, no-cache" };
        if (holds(call.req.headers["if-none-match"], etag)) return notModified(headers);
        return run(call, body, headers);
      },
    },
    {
      method: "POST",
      path: "/v1/search",
      of: "search",
      doc: {
        summary: "Search with nested filters and facets of chosen sizes",
        body: { type: "application/json", schema: SearchBody },
        answer,
        problems: [404, 413, 415],
      },
      async handle(call) {
        const body = parse(SearchBody, await readJson(call.req, limits.searchBodyBytes, call.deadline));
        call.allowCatalog(body.catalog);
        return run(call, body);
      },
    },
  ];
};
