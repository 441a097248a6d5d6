import { execFileSync } from "node:child_process";
import { getPriority } from "node:os";
import { Worker } from "node:worker_threads";

const script = (kind: string) => `
  import { getPriority } from "node:os";
  import { parentPort } from "node:worker_threads";
  import { stepBack } from ${JSON.stringify(new URL("./step-back.js", import.meta.url).href)};
  stepBack(${JSON.stringify(kind)});
  parentPort.postMessage(getPriority(0));`;

const nicenessOf = (kind: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const code = new URL(`data:text/javascript,${encodeURIComponent(script(kind))}`);
    const worker = new Worker(code).on("error", reject);
    worker.once("message", (niceness: number) => void worker.terminate().then(() => resolve(niceness)));
  });

const onLinux = process.platform === "linux" ? it : it.skip;

onLinux("gives way by thread, the one that answers requests stays as it was", async () => {
  const own = getPriority(0);
  const [storage, background] = await Promise.all([nicenessOf("storage"), nicenessOf("background")]);
  expect([storage, background]).toEqual([Math.min(19, own + 5), Math.min(19, own + 10)]);
  expect(getPriority(0)).toBe(own);
});

onLinux("lets the runtime's own threads give way to the main thread of a process", () => {
  const script = `
    import { readdirSync } from "node:fs";
    import { getPriority } from "node:os";
    import { stepBackHelpers } from ${JSON.stringify(new URL("./step-back.js", import.meta.url).href)};
    stepBackHelpers();
    const others = readdirSync("/proc/self/task").filter((thread) => thread !== String(process.pid));
    console.log(JSON.stringify([getPriority(0), ...others.map((thread) => getPriority(Number(thread)))]));`;
  const said = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  const [own, ...others] = JSON.parse(said) as number[];
  expect(own).toBe(getPriority(0));
  expect(others.length).toBeGreaterThan(3);
  expect(others.every((niceness) => niceness === Math.min(19, getPriority(0) + 10))).toBe(true);
});
