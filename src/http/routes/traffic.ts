import { parse } from "../../wire/parse.ts";
import { TrafficAnswer, TrafficParameters } from "../../wire/traffic.ts";
import { json } from "../answer.ts";
import { catalogParameter, query } from "../describe.ts";
import { parameterName, pickParameters } from "../parameters.ts";
import type { Route } from "../route.ts";
import type { Shop } from "../shop.ts";

export const trafficRoutes = (shop: Pick<Shop, "traffic" | "mapping">): readonly Route[] => [
  {
    method: "GET",
    path: "/v1/traffic",
    of: "admin",
    console: true,
    doc: {
      summary: "Searches, clicks and purchases over time",
      parameters: [
        catalogParameter,
        query("span", "How far back.", { enum: ["hour", "day", "week", "month"], default: "hour" }),
      ],
      answer: {
        status: 200,
        type: "application/json",
        schema: TrafficAnswer,
        description: "Counts in steps, the most frequent queries, and what came of each order.",
      },
      problems: [404],
    },
    async handle(call) {
      const { catalog, span } = parse(
        TrafficParameters,
        pickParameters(call.parameters, { catalog: "text", span: "text" }),
        parameterName,
      );
      call.allowCatalog(catalog);
      shop.mapping(catalog);
      return json(await shop.traffic(catalog, span));
    },
  },
];
