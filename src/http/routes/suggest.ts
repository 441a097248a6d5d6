import { parse } from "../../wire/parse.ts";
import { SuggestAnswer, SuggestParameters } from "../../wire/suggest.ts";
import { jsonText } from "../answer.ts";
import { catalogParameter, query, timeoutParameter } from "../describe.ts";
import { parameterName, type Parameters, pickParameters } from "../parameters.ts";
import { readPlainSuggest } from "../read-plain.ts";
import type { Route } from "../route.ts";
import type { Shop } from "../shop.ts";
import { writeSuggestAnswer } from "../write-search.ts";

export const suggestRoutes = (
  shop: Pick<Shop, "suggest">,
  degraded: (parts: readonly string[]) => void,
): readonly Route[] => [
  {
    method: "GET",
    path: "/v1/suggest",
    of: "search",
    doc: {
      summary: "Autocomplete: suggestions, brands, categories and products for what is being typed",
      parameters: [
        query("q", "What is typed so far.", { type: "string", maxLength: 512 }),
        catalogParameter,
        query("size", "Of each kind.", { type: "integer", minimum: 1, maximum: 20, default: 6 }),
        timeoutParameter,
      ],
      answer: { status: 200, type: "application/json", schema: SuggestAnswer, description: "All kinds in one answer." },
      problems: [404],
    },
    async handle(call) {
      const { q, catalog, size, timeout_ms } = readPlainSuggest(call.parameters) ?? checkSuggest(call.parameters);
      call.allowCatalog(catalog);
      if (timeout_ms !== undefined) call.deadline.lower(timeout_ms);
      const answer = await call.admit(() => shop.suggest({ catalog, text: q, size, ...call.within }, call.deadline));
      if (answer.degraded.length > 0) degraded(answer.degraded);
      return jsonText(writeSuggestAnswer(answer, performance.now() - call.startedAtMs));
    },
  },
];

/** As the schema reads it. */
export const checkSuggest = (parameters: Parameters): SuggestParameters =>
  parse(
    SuggestParameters,
    pickParameters(parameters, { q: "text", catalog: "text", size: "number", timeout_ms: "number" }),
    parameterName,
  );
