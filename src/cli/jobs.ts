import { type Command, InvalidArgumentError } from "commander";
import { WinnowError } from "../domain/errors.ts";
import type { JobAnswer, JobsAnswer, JobWithLog, NewJobBody } from "../wire/job.ts";
import { answerTo } from "./answer.ts";

/** The queue, as the API shows it. */
export interface JobsSurface {
  list(asked: {
    readonly name?: string | undefined;
    readonly state?: JobAnswer["state"] | undefined;
    readonly limit: number;
  }): Promise<JobsAnswer>;
  find(id: string): Promise<JobWithLog>;
  enqueue(body: NewJobBody): Promise<{ readonly job: JobAnswer }>;
  cancel(id: string): Promise<JobAnswer>;
  retry(id: string): Promise<JobAnswer>;
  pause(name: string): Promise<void>;
  resume(name: string): Promise<void>;
}

export interface JobsCommandDeps {
  /** Opens the queue, beside running servers too, for the time of the command. */
  readonly withJobs: (work: (jobs: JobsSurface) => Promise<void>) => Promise<void>;
  readonly stdout: Pick<NodeJS.WritableStream, "write">;
  /** Milliseconds between looks at a job that is waited for. */
  readonly lookMs?: number;
}

interface Flags {
  readonly json?: true;
}

/** `winnow jobs …`: what is done behind the requests. */
export function registerJobs(program: Command, { withJobs, stdout, lookMs = 500 }: JobsCommandDeps): void {
  const jobs = program.command("jobs").description("list, look at, ask for, cancel and retry jobs");
  const say = answerTo(stdout);
  const command = (name: string, description: string) =>
    jobs.command(name).description(description).option("--json", "as JSON, with all fields");

  command("list", "jobs, newest first, and what comes by itself")
    .option("--name <name>", "of this name alone")
    .option("--state <state>", "waiting, delayed, active, done, dead or cancelled")
    .option("--limit <number>", "at most so many", readLimit, 20)
    .action((flags: Flags & { name?: string; state?: JobAnswer["state"]; limit: number }) =>
      withJobs(async (queue) => {
        const listed = await queue.list({ name: flags.name, state: flags.state, limit: flags.limit });
        say(flags, listed, describeAll(listed));
      }),
    );
  command("show", "one job with its log")
    .argument("<id>", "as `winnow jobs list` shows it")
    .action((id: string, flags: Flags) =>
      withJobs(async (queue) => {
        const found = await queue.find(id);
        say(flags, found, [...describe(found.job), ...found.log.map((line) => `    ${line}`)]);
      }),
    );
  command("run", "ask for a job, which a running server or worker does")
    .argument("<name>", "as `winnow jobs list` shows what there is")
    .argument("[payload]", 'JSON, such as {"catalog":"products"}', "{}")
    .option("--wait", "until it has ended; fails when it does")
    .action((name: string, payload: string, flags: Flags & { wait?: true }) =>
      withJobs(async (queue) => {
        let { job } = await queue.enqueue({ name, payload: readPayload(payload), delay_seconds: 0 });
        while (flags.wait === true && !["done", "dead", "cancelled"].includes(job.state)) {
          await new Promise((resolve) => setTimeout(resolve, lookMs));
          ({ job } = await queue.find(job.id));
        }
        say(flags, job, describe(job));
        if (flags.wait === true && job.state !== "done")
          throw new WinnowError("conflict", `${job.id} is ${job.state}: ${job.error ?? "no reason is known"}`, {
            hint: `winnow jobs show ${job.id}`,
          });
      }),
    );
  command("cancel", "end a job, also one that runs")
    .argument("<id>", "as `winnow jobs list` shows it")
    .action((id: string, flags: Flags) =>
      withJobs(async (queue) => {
        const job = await queue.cancel(id);
        say(flags, job, describe(job));
      }),
    );
  command("retry", "let a dead or cancelled job begin anew")
    .argument("<id>", "as `winnow jobs list --state dead` shows it")
    .action((id: string, flags: Flags) =>
      withJobs(async (queue) => {
        const job = await queue.retry(id);
        say(flags, job, describe(job));
      }),
    );
  for (const verb of ["pause", "resume"] as const)
    command(verb, verb === "pause" ? "hold back all jobs of a name; those that run go on" : "let them go on")
      .argument("<name>", "such as retrain")
      .action((name: string, flags: Flags) =>
        withJobs(async (queue) => {
          await queue[verb](name);
          say(flags, { name, paused: verb === "pause" }, [`${name} is ${verb === "pause" ? "paused" : "resumed"}.`]);
        }),
      );
}

const describeAll = ({ jobs, names, schedules }: JobsAnswer): readonly string[] => [
  ...(jobs.length === 0 ? ["There are no such jobs."] : jobs.map(line)),
  "",
  ...names.map(({ name, says, paused, counts }) => {
    const dead = counts.dead === 0 ? "" : `, ${counts.dead} dead`;
    return `${name.padEnd(24)}${paused ? "PAUSED  " : ""}${says} (${counts.waiting + counts.delayed} waiting${dead})`;
  }),
  "",
  ...schedules.map(({ key, name, when, next_at }) => `${key.padEnd(24)}${name}, ${when}, next at ${next_at}`),
];

const line = ({ id, state, created_at, progress, error }: JobAnswer): string => {
  const far =
    progress === null || progress.total === 0 ? "" : ` ${Math.round((100 * progress.done) / progress.total)} %`;
  const note = state === "dead" ? (error ?? "") : (progress?.note ?? "");
  return `${created_at.slice(0, 19).replace("T", " ")}  ${(state + far).padEnd(13)}  ${id}  ${note}`.trimEnd();
};

const describe = (job: JobAnswer): readonly string[] => [
  line(job),
  `payload   ${JSON.stringify(job.payload)}`,
  `attempts  ${job.failures} of ${job.max_attempts} failed${job.cancelling ? "; its end is asked for" : ""}`,
  ...(job.started_at === null ? [] : [`begun     ${job.started_at}`]),
  ...(job.finished_at === null ? [] : [`ended     ${job.finished_at}`]),
  ...(job.result === null ? [] : [`result    ${JSON.stringify(job.result)}`]),
  ...(job.error === null ? [] : [`error     ${job.error}`]),
];

const readPayload = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new WinnowError("invalid_request", "The payload is no JSON object.", {
    where: "payload",
    hint: `Such as '{"catalog":"products"}'.`,
  });
};

const readLimit = (text: string): number => {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 500) return limit;
  throw new InvalidArgumentError("It is a whole number from 1 to 500.");
};
