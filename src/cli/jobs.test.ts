import { Command } from "commander";
import { WinnowError } from "../domain/errors.ts";
import { fakeJob } from "../testing/harness.ts";
import type { JobAnswer } from "../wire/job.ts";
import { registerJobs } from "./jobs.ts";

const prepare = () => {
  const did: string[] = [];
  let looks = 0;
  let end: Partial<JobAnswer> = { state: "done", result: { removed: 3 } };
  const run = async (...args: readonly string[]) => {
    let out = "";
    const stdout = { write: (text: string) => ((out += text), true) };
    const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
    const note = <T>(what: string, value: T): Promise<T> => {
      did.push(what);
      return Promise.resolve(value);
    };
    registerJobs(program, {
      withJobs: (work) =>
        work({
          list: ({ name, state, limit }) =>
            note(`list ${name} ${state} ${limit}`, {
              jobs: [{ ...fakeJob, state: "active", progress: { done: 1, total: 4, note: "shop" } }],
              names: [
                {
                  ...{ name: "retention", says: "Removes.", paused: true, payload: {} },
                  counts: { waiting: 2, delayed: 1, active: 0, done: 9, dead: 1, cancelled: 0 },
                },
              ],
              schedules: [{ key: "k", name: "retention", payload: {}, when: "every 60 min", next_at: "soon" }],
            }),
          find: (id) => {
            if (id !== fakeJob.id) throw new WinnowError("not_found", `There is no job ${id}.`);
            looks += 1;
            return note("find", { job: looks < 3 ? fakeJob : { ...fakeJob, ...end }, log: ["one", "two"] });
          },
          enqueue: ({ name, payload }) => note(`enqueue ${name} ${JSON.stringify(payload)}`, { job: fakeJob }),
          cancel: (id) => note(`cancel ${id}`, { ...fakeJob, state: "cancelled" as const }),
          retry: (id) => note(`retry ${id}`, fakeJob),
          pause: (name) => note(`pause ${name}`, undefined),
          resume: (name) => note(`resume ${name}`, undefined),
        }),
      stdout,
      lookMs: 1,
    });
    await program.parseAsync(["jobs", ...args], { from: "user" });
    return out;
  };
  return { run, did, endsAs: (job: Partial<JobAnswer>) => (end = job) };
};

describe("winnow jobs", () => {
  it("lists jobs, what there is and what comes by itself", async () => {
    const { run, did } = prepare();
    const out = await run("list", "--state", "active", "--limit", "5");
    expect(did).toEqual(["list undefined active 5"]);
    expect(out).toContain(`2025-01-01 00:00:00  active 25 %    ${fakeJob.id}  shop`);
    expect(out).toContain("PAUSED  Removes. (3 waiting, 1 dead)");
    expect(out).toContain("retention, every 60 min, next at soon");
    await expect(run("list", "--limit", "0")).rejects.toThrow("from 1 to 500");
  });
  it("shows one with its log, and all of it as JSON", async () => {
    const { run } = prepare();
    expect(await run("show", fakeJob.id)).toMatch(/attempts {2}0 of 5 failed\n {4}one\n {4}two\n$/);
    expect(JSON.parse(await run("show", fakeJob.id, "--json"))).toMatchObject({ job: { id: fakeJob.id } });
    await expect(run("show", "none")).rejects.toThrow("There is no job none.");
  });
  it("asks for one and waits for its end, which may be a failure", async () => {
    const { run, did } = prepare();
    expect(await run("run", "retention", "--wait")).toContain('result    {"removed":3}');
    expect(did).toEqual(["enqueue retention {}", "find", "find", "find"]);
    const failing = prepare();
    failing.endsAs({ state: "dead", error: "No room." });
    await expect(failing.run("run", "retention", "--wait")).rejects.toThrow("is dead: No room.");
    await expect(run("run", "retention", "[1]")).rejects.toThrow("no JSON object");
  });
  it("cancels, retries, pauses and resumes", async () => {
    const { run, did } = prepare();
    expect(await run("cancel", "a")).toContain("cancelled");
    await run("retry", "b");
    expect(await run("pause", "retrain")).toBe("retrain is paused.\n");
    await run("resume", "retrain");
    expect(did).toEqual(["cancel a", "retry b", "pause retrain", "resume retrain"]);
  });
});
