import { WinnowError } from "../../domain/errors.ts";
import { JobAnswer, JobsAnswer, JobsParameters, JobWithLog, NewJobBody } from "../../wire/job.ts";
import { limits } from "../../wire/limits.ts";
import { parse } from "../../wire/parse.ts";
import { json } from "../answer.ts";
import { inPath, query } from "../describe.ts";
import { parameterName, pickParameters } from "../parameters.ts";
import { readJson } from "../read-body.ts";
import type { Call, Route } from "../route.ts";
import type { Shop } from "../shop.ts";

const admin = { of: "admin", console: true } as const;
const inId = inPath("id", "The job's id.");
const states = ["waiting", "delayed", "active", "done", "dead", "cancelled"];

/** Work that goes on behind requests. Where its queue cannot be reached, these answer 503 and all else goes on. */
export const jobRoutes = ({ jobs }: Pick<Shop, "jobs">): readonly Route[] => [
  {
    ...{ method: "GET", path: "/v1/jobs", ...admin },
    doc: {
      summary: "Jobs, newest first, what there is to ask for, and what comes by itself",
      parameters: [
        query("name", "Of this name alone.", { type: "string" }),
        query("state", "In this state alone; dead ones can be retried.", { type: "string", enum: states }),
        query("limit", "How many.", { type: "integer", minimum: 1, maximum: 500, default: 50 }),
      ],
      answer: {
        status: 200,
        type: "application/json",
        schema: JobsAnswer,
        description: "The last thousand finished ones of each name are kept.",
      },
      problems: [404],
    },
    async handle(call) {
      call.allowCatalog("*");
      const picked = pickParameters(call.parameters, { name: "text", state: "text", limit: "number" });
      return json(await jobs.list(parse(JobsParameters, picked, parameterName)));
    },
  },
  {
    ...{ method: "POST", path: "/v1/jobs", ...admin },
    doc: {
      summary: "Ask for a job",
      body: { type: "application/json", schema: NewJobBody },
      answer: {
        status: 202,
        or: 200,
        type: "application/json",
        schema: JobAnswer,
        description: "Durable: it will be done. 200 when one of this id was there.",
      },
      problems: [413, 415],
    },
    async handle(call) {
      call.allowCatalog("*");
      pickParameters(call.parameters, {});
      const body = parse(NewJobBody, await readJson(call.req, limits.searchBodyBytes, call.deadline));
      const { job, fresh } = await jobs.enqueue(body);
      return json(job, fresh ? 202 : 200);
    },
  },
  {
    ...{ method: "GET", path: "/v1/jobs/{id}", ...admin },
    doc: {
      summary: "One job with its log",
      parameters: [inId],
      answer: { status: 200, type: "application/json", schema: JobWithLog, description: "How it stands." },
      problems: [404],
    },
    handle: async (call) => json(await jobs.find(idOf(call))),
  },
  {
    ...{ method: "POST", path: "/v1/jobs/{id}/cancel", ...admin },
    doc: {
      summary: "End a job",
      parameters: [inId],
      answer: {
        status: 200,
        type: "application/json",
        schema: JobAnswer,
        description: "One that waits has ended; one that runs is `cancelling` and ends soon.",
      },
      problems: [404, 409],
    },
    handle: async (call) => json(await jobs.cancel(idOf(call))),
  },
  {
    ...{ method: "POST", path: "/v1/jobs/{id}/retry", ...admin },
    doc: {
      summary: "Let a dead or cancelled job begin anew",
      parameters: [inId],
      answer: { status: 200, type: "application/json", schema: JobAnswer, description: "It waits for a worker." },
      problems: [404, 409],
    },
    handle: async (call) => json(await jobs.retry(idOf(call))),
  },
];

const idOf = (call: Call): string => {
  call.allowCatalog("*");
  pickParameters(call.parameters, {});
  const id = call.path["id"]!;
  if (/^[a-z_]{1,50}-[\w.@-]{1,100}$/u.test(id)) return id;
  throw new WinnowError("not_found", "There is no such job.", { where: "id", hint: "GET /v1/jobs lists them." });
};
