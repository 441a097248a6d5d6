import { ExplainAnswer, ExplainParameters } from "../../wire/explain.ts";
import { parse } from "../../wire/parse.ts";
import { json } from "../answer.ts";
import { catalogParameter, filterParameters, query, queryParameter, tokenParameters } from "../describe.ts";
import { parameterName, pickParameters } from "../parameters.ts";
import { readFilters } from "../read-filters.ts";
import { FilterClauses, toFilter } from "../../wire/filter.ts";
import type { Route } from "../route.ts";
import type { Shop } from "../shop.ts";

const kinds = { q: "text", product: "text", catalog: "text", user: "text", session: "text" } as const;

export const explainRoutes = (shop: Pick<Shop, "explain" | "mapping" | "visitor">): readonly Route[] => [
  {
    method: "GET",
    path: "/v1/explain",
    of: "search",
    doc: {
      summary: "Why a product stands where it stands for a query",
      parameters: [
        { ...queryParameter, required: true },
        query("product", "Its id.", { type: "string", maxLength: 512 }, true),
        catalogParameter,
        ...tokenParameters,
        filterParameters,
      ],
      answer: {
        status: 200,
        type: "application/json",
        schema: ExplainAnswer,
        description: "Its place, what each theme of features did to its score, and what would move it.",
      },
      problems: [404],
    },
    async handle(call) {
      const asked = parse(
        ExplainParameters,
        pickParameters(call.parameters, kinds, (name) => name.startsWith("filter.")),
        parameterName,
      );
      call.allowCatalog(asked.catalog);
      const clauses = readFilters(call.parameters, () => shop.mapping(asked.catalog));
      const filters = parse(FilterClauses, clauses, () => "filter").map(toFilter);
      const visitor = shop.visitor(asked.user, asked.session, call.req.headers["user-agent"]);
      const { q: text, product, catalog } = asked;
      const answer = await call.admit(() =>
        shop.explain({ catalog, text, filters, ...call.within, collapse: true, product, visitor }, call.deadline),
      );
      return json(answer satisfies ExplainAnswer);
    },
  },
];
