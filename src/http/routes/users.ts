import { WinnowError } from "../../domain/errors.ts";
import { eventLimits } from "../../wire/event-limits.ts";
import { ErasedAnswer } from "../../wire/events.ts";
import { json } from "../answer.ts";
import { inPath } from "../describe.ts";
import { pickParameters } from "../parameters.ts";
import type { Route } from "../route.ts";
import type { Shop } from "../shop.ts";

export const userRoutes = (shop: Pick<Shop, "users">): readonly Route[] => [
  {
    method: "DELETE",
    path: "/v1/users/{token}",
    of: "admin",
    doc: {
      summary: "Forget a shopper",
      description:
        "Their searches and events, in every catalogue, with those of the sessions they were seen in, and what these had added to the counters.",
      parameters: [
        inPath("token", "As the shop sends it with events and searches: a user's, or a session's without one."),
      ],
      answer: { status: 200, type: "application/json", schema: ErasedAnswer, description: "What has been removed." },
    },
    async handle(call) {
      pickParameters(call.parameters, {});
      call.allowCatalog("*");
      const token = call.path["token"]!;
      if (token.length > eventLimits.tokenLength) {
        throw new WinnowError("invalid_request", `A token has at most ${eventLimits.tokenLength} characters.`, {
          where: "token",
        });
      }
      return json((await shop.users.erase(token)) satisfies ErasedAnswer);
    },
  },
];
