import { z } from "zod";
import { CatalogName } from "./text.ts";

const Time = z.string().meta({ format: "date-time" });
const OfCatalog = z.strictObject({
  catalog: CatalogName.optional().meta({ description: "Of this catalogue alone; absent: of all." }),
});

/** What each job is told; a name here is a job that can be asked for. */
export const jobPayloads = {
  fold_events: OfCatalog,
  retrain: OfCatalog.extend({
    if_new: z
      .boolean()
      .default(false)
      .meta({ description: "Only where something came of searches since the last one." }),
    by: z.string().max(100).default("a job").meta({ description: "Who asked, for decisions." }),
  }),
  judge_canary: OfCatalog,
  reindex: z.strictObject({ catalog: CatalogName }),
  retention: z.strictObject({}),
  // Of nobody by name: what is asked of a queue stays in it. DELETE /v1/users/{token} begins what this finishes.
  erasure: z.strictObject({}),
  backfill_descriptions: z.strictObject({
    catalog: CatalogName.default("products"),
    limit: z.int().min(1).optional().meta({ description: "For at most so many products." }),
    budget_tokens: z.int().min(1).optional(),
    budget_cost: z.number().positive().optional().meta({ description: "In the currency of the configured prices." }),
    review: z.boolean().default(false).meta({ description: "Shows nothing before a person has read it." }),
  }),
  backfill_synonyms: OfCatalog.extend({
    limit: z.int().min(1).optional().meta({ description: "At most so many new ones." }),
  }),
  mine_suggestions: OfCatalog,
} as const;

export type JobName = keyof typeof jobPayloads;
/** As a handler gets it. */
export type JobPayload<N extends JobName> = z.output<(typeof jobPayloads)[N]>;

const JobState = z.enum(["waiting", "delayed", "active", "done", "dead", "cancelled"]);

/** What the parameters of `GET /v1/jobs` are read into. */
export const JobsParameters = z.strictObject({
  name: z.string().max(50).optional(),
  state: JobState.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

/** The body of `POST /v1/jobs`. */
export const NewJobBody = z
  .strictObject({
    name: z.string().max(50).meta({ example: "retrain" }),
    payload: z
      .record(z.string(), z.unknown())
      .default({})
      .meta({ description: "What GET /v1/jobs says of this name." }),
    id: z
      .string()
      .regex(/^[\w.@-]{1,100}$/, { error: "has 1 to 100 letters, digits and _.@-" })
      .optional()
      .meta({ description: "A second job of this name and id is not made." }),
    delay_seconds: z.number().min(0).max(2_592_000).default(0),
  })
  .meta({ id: "NewJob" });
export type NewJobBody = z.output<typeof NewJobBody>;

export const JobAnswer = z
  .strictObject({
    id: z.string().meta({ example: "retrain-0123456789abcdef" }),
    name: z.string(),
    payload: z.record(z.string(), z.unknown()),
    state: JobState,
    created_at: Time,
    due_at: Time,
    started_at: Time.nullable().meta({ description: "Of the latest attempt." }),
    finished_at: Time.nullable(),
    failures: z.int().meta({ description: "Attempts that failed, or whose worker died." }),
    max_attempts: z.int(),
    cancelling: z.boolean().meta({ description: "Its end was asked for." }),
    progress: z.strictObject({ done: z.number(), total: z.number(), note: z.string() }).nullable(),
    result: z.record(z.string(), z.unknown()).nullable(),
    error: z.string().nullable().meta({ description: "Of the latest attempt that failed." }),
  })
  .meta({ id: "Job" });
export type JobAnswer = z.infer<typeof JobAnswer>;

export const JobWithLog = z.strictObject({ job: JobAnswer, log: z.array(z.string()) }).meta({ id: "JobWithLog" });
export type JobWithLog = z.infer<typeof JobWithLog>;

export const JobsAnswer = z
  .strictObject({
    jobs: z.array(JobAnswer),
    names: z.array(
      z.strictObject({
        name: z.string(),
        says: z.string().meta({ description: "What it does." }),
        paused: z.boolean(),
        counts: z.record(JobState, z.int()),
        payload: z.record(z.string(), z.unknown()).meta({ description: "JSON Schema of its payload." }),
      }),
    ),
    schedules: z.array(
      z.strictObject({
        key: z.string(),
        name: z.string(),
        payload: z.record(z.string(), z.unknown()),
        when: z.string().meta({ description: "Cron in UTC, or every so often." }),
        next_at: Time,
      }),
    ),
  })
  .meta({ id: "Jobs" });
export type JobsAnswer = z.infer<typeof JobsAnswer>;

/** What a job of this name is told, for those who ask for one. */
export const payloadSchema = (name: JobName): Record<string, unknown> =>
  z.toJSONSchema(jobPayloads[name], { io: "input" });

export const isJobName = (name: string): name is JobName => Object.hasOwn(jobPayloads, name);
