import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import { spawn } from "node:child_process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Trainer, TrainingRequest } from "../../ports/trainer.ts";
import { lightgbmForTests } from "../../testing/lightgbm.ts";
import { columnNames, rankingRows } from "../../testing/ranking-rows.ts";
import { openBuiltIn } from "./open-trainer.ts";

const lightgbm = await lightgbmForTests();
const trainers: readonly Trainer[] = [openBuiltIn(), ...(lightgbm === null ? [] : [lightgbm])];
const linux = process.platform === "linux" ? test : test.skip;

const quick: TrainingRequest = {
  names: columnNames(8),
  fit: rankingRows({ queries: 40, seed: 1 }),
  stop: null,
  params: { objective: "lambdarank", num_iterations: 5 },
  patience: 1,
};
/** Runs for longer than any test waits. */
const endless: TrainingRequest = {
  ...quick,
  fit: rankingRows({ queries: 2000, seed: 2 }),
  params: { ...quick.params, num_iterations: 10_000, num_leaves: 255, min_data_in_leaf: 1 },
};
const quietly = { signal: new AbortController().signal, onProgress: () => undefined };

describe.each(trainers.map((trainer) => [trainer.name, trainer] as const))("%s", (_name, trainer) => {
  linux("a cancelled training rejects with the reason and leaves no process", async () => {
    const cancel = new AbortController();
    const reason = new Error("enough");
    const training = trainer.train(endless, {
      signal: cancel.signal,
      onProgress: () => {
        expect(children()).toHaveLength(1);
        cancel.abort(reason);
      },
    });
    await expect(training).rejects.toBe(reason);
    expect(children()).toEqual([]);
  });

  test("one that is cancelled before it begins starts nothing", async () => {
    await expect(trainer.train(quick, { ...quietly, signal: AbortSignal.abort() })).rejects.toThrow("aborted");
  });

  linux("a process that is killed fails the training and says how it ended", async () => {
    const training = trainer.train(endless, {
      ...quietly,
      onProgress: () => {
        for (const pid of children()) process.kill(pid, "SIGKILL");
      },
    });
    await expect(training).rejects.toMatchObject({
      code: "training_failed",
      message: expect.stringContaining("ended by SIGKILL without a result") as string,
    });
  });

  test("two trainings at once give what each gives alone", async () => {
    const other = { ...quick, fit: rankingRows({ queries: 40, seed: 3 }) };
    const alone = [await trainer.train(quick, quietly), await trainer.train(other, quietly)];
    const together = await Promise.all([trainer.train(quick, quietly), trainer.train(other, quietly)]);
    expect(together.map(({ text }) => text)).toEqual(alone.map(({ text }) => text));
    expect(alone[0]!.text).not.toBe(alone[1]!.text);
  });

  test("progress counts up to the last round, and what was in force is told", async () => {
    const seen: [number, number][] = [];
    const { params, importance } = await trainer.train(quick, {
      ...quietly,
      onProgress: (round, rounds) => seen.push([round, rounds]),
    });
    expect(seen.at(-1)).toEqual([5, 5]);
    expect(params).toMatchObject({ metric: "ndcg", eval_at: [10], num_iterations: 5 });
    expect(importance).toHaveLength(8);
    expect(importance[0]!.gain).toBeGreaterThan(importance[7]!.gain);
  });

  test("text that is cut or altered anywhere is refused before any process starts", async () => {
    const { text } = await trainer.train(quick, quietly);
    const { values } = quick.fit;
    const cut = [
      0,
      10,
      300,
      text.indexOf("Tree=2"),
      text.indexOf("end of trees") - 40,
      text.indexOf("end of trees") + 5,
    ];
    for (const length of cut) {
      await expect(trainer.score(text.slice(0, length), values, 8)).rejects.toThrow(/./u);
      expect(children()).toEqual([]);
    }
    const altered = text.replace("left_child=1", "left_child=9");
    expect(altered).not.toBe(text);
    await expect(trainer.score(altered, values, 8)).rejects.toMatchObject({ code: expect.any(String) as string });
    await expect(trainer.score(text, values, 7)).rejects.toThrow("Rows of 7 columns for a model of 8");
    await expect(trainer.score(text, values.subarray(1), 8)).rejects.toThrow("are not rows of 8 columns");
  });

  linux(
    "many trainings leave neither memory nor descriptors behind",
    async () => {
      setFlagsFromString("--expose-gc");
      const collect = runInNewContext("gc") as () => void;
      const held = (): number => {
        collect();
        const { heapUsed, external } = process.memoryUsage();
        return heapUsed + external;
      };
      for (let i = 0; i < 5; i++) await trainer.train(quick, quietly);
      const before = { bytes: held(), files: readdirSync("/proc/self/fd").length };
      for (let i = 0; i < 25; i++) await Promise.all([trainer.train(quick, quietly), trainer.train(quick, quietly)]);
      expect(readdirSync("/proc/self/fd").length).toBeLessThanOrEqual(before.files);
      expect(held() - before.bytes).toBeLessThan(3e6);
      expect(children()).toEqual([]);
    },
    60_000,
  );
});

linux("a training ends when the process that asked for it is killed", async () => {
  const rows = new URL("../../testing/ranking-rows.js", import.meta.url).href;
  const trainer = new URL("./open-trainer.js", import.meta.url).href;
  const script = `
    const { rankingRows, columnNames } = await import(${JSON.stringify(rows)});
    const { openBuiltIn } = await import(${JSON.stringify(trainer)});
    const params = { objective: "lambdarank", num_iterations: 10000, num_leaves: 255, min_data_in_leaf: 1 };
    const fit = rankingRows({ queries: 2000, seed: 2 });
    const run = { signal: new AbortController().signal, onProgress: (round) => console.log(round) };
    await openBuiltIn().train({ names: columnNames(8), fit, stop: null, params, patience: 1 }, run);`;
  const asker = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(asker.stdout, "data");
  const [training] = children(asker.pid);
  expect(alive(training!)).toBe(true);
  asker.kill("SIGKILL");
  await once(asker, "exit");
  for (let waited = 0; alive(training!) && waited < 5000; waited += 50) await after(50);
  expect(alive(training!)).toBe(false);
});

/** Processes that this one (or another) has started and that still run. */
function children(of = process.pid): readonly number[] {
  const ids = readFileSync(`/proc/${of}/task/${of}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  return ids.filter(alive);
}

function alive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}
