import { WinnowError } from "../../domain/errors.ts";
import { isBotAgent } from "../../events/bots.ts";
import { roomAside } from "../../observe/turns.ts";
import { eventLimits } from "../../wire/event-limits.ts";
import {
  DescribedEventsBody,
  EventsAnswer,
  type EventBatch,
  readBatch,
  readEvent,
  type ReadEvent,
} from "../../wire/events.ts";
import { parse } from "../../wire/parse.ts";
import { CatalogName } from "../../wire/text.ts";
import { json } from "../answer.ts";
import type { KeepEvents } from "../event-admission.ts";
import { catalogParameter } from "../describe.ts";
import { pickParameters } from "../parameters.ts";
import { readJson, readJsonLines } from "../read-body.ts";
import type { Call, Route } from "../route.ts";
import type { Shop } from "../shop.ts";

/** Read in one go; searches come in between. */
const readAtOnce = 50;

export const eventRoutes = (shop: Pick<Shop, "events">, now: () => number, keep: KeepEvents): readonly Route[] => [
  {
    method: "POST",
    path: "/v1/events",
    of: "events",
    doc: {
      summary: "Tell what shoppers do",
      description:
        "A batch, a list of events or one event; as text/plain too, which browsers send without asking first, and as NDJSON. " +
        "Events are our own or of User Behavior Insights 1.3.0. Those that are wrong are named in the answer, the others are kept.",
      parameters: [catalogParameter],
      body: { type: "application/json", schema: DescribedEventsBody, description: "At most 1,000 events or 2 MB." },
      answer: {
        status: 200,
        type: "application/json",
        schema: EventsAnswer,
        description: "All but the rejected are durable; sending them again changes nothing.",
      },
      problems: [401, 403, 404, 413, 415, 429, 507],
    },
    async handle(call) {
      const { catalog: asked } = pickParameters(call.parameters, { catalog: "text" });
      const batch = readBatch(await readEventBody(call));
      await call.authorize(batch.key);
      const catalog = parse(CatalogName, asked ?? batch.catalog ?? "products", () => "catalog");
      call.allowCatalog(catalog);
      const answer = await keep(batch.events, async () => {
        const read = await readAll(batch, now());
        return await shop.events.take(catalog, read, isBotAgent(call.req.headers["user-agent"]));
      });
      // Whoever may tell may read what became of it: a page of a shop elsewhere has to know what to send again.
      return json(answer satisfies EventsAnswer, 200, { "access-control-allow-origin": "*" });
    },
  },
];

const lineTypes = ["application/x-ndjson", "application/jsonl", "application/json-lines"];

const readEventBody = async (call: Call): Promise<unknown> => {
  const type = (call.req.headers["content-type"] ?? "").split(";", 1)[0]!.trim().toLowerCase();
  if (lineTypes.includes(type)) return await readJsonLines(call.req, eventLimits.bodyBytes, call.deadline, lineTypes);
  const types = ["application/json", "text/plain", ...lineTypes];
  return await readJson(call.req, eventLimits.bodyBytes, call.deadline, types);
};

const readAll = async (batch: EventBatch, nowMs: number): Promise<readonly ReadEvent[]> => {
  const read: ReadEvent[] = [];
  for (const [i, event] of batch.events.entries()) {
    if (i % readAtOnce === 0) await roomAside();
    read.push(readEvent(event, batch, nowMs));
  }
  if (read.length === 0) throw new WinnowError("invalid_request", "There are no events in it.", { where: "/events" });
  return read;
};
