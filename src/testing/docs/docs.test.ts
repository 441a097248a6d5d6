import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type ServerProcess, startServerProcess } from "../server-process.ts";
import { type Block, readBlocks } from "./read-blocks.ts";

// The compiled file lies four folders below the root.
const root = fileURLToPath(new URL("../../../../", import.meta.url));
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const blocks = pages.map((page) => ({ page, blocks: readBlocks(page, readFileSync(join(root, page), "utf8")) }));

let folder: string;
let server: ServerProcess;
let other: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "winnow-docs-"));
  for (const name of ["mappings", "packaging"]) cpSync(join(root, name), join(folder, name), { recursive: true });
  writeProducts();
  writeShims();
  await winnow("import", "start.csv");
  server = await startServerProcess({ WINNOW_DATA: join(folder, "data") });
  other = await freePort();
}, 180_000);
afterAll(async () => {
  await server.end("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

it.each(blocks.filter((each) => each.blocks.some(({ notRun }) => notRun === null)))(
  "what $page says one types works, in order, and answers what it says",
  async ({ blocks: all }) => {
    const run = all.filter(({ notRun }) => notRun === null);
    // One shell for the page, as a reader has: a variable that is set stays set.
    const script = run.map(({ commands }, i) => `echo; echo '@@ ${i}'\n${commands}`).join("\n");
    const { code, said } = await bash(addressed(script));
    const outputs = said.split(/^@@ \d+\n/m).slice(1);
    const last = run[outputs.length - 1];
    if (code !== 0) throw new Error(`${where(last)} ended with ${code}:\n${last?.commands}\n${outputs.at(-1)}`);
    for (const [i, block] of run.entries()) checkPromises(block, outputs[i]!);
  },
  180_000,
);

it("what is not run is shell, too", () => {
  for (const block of blocks.flatMap((each) => each.blocks)) {
    if (block.notRun === null || block.notRun.includes("crontab")) continue;
    const check = () => execFileSync("bash", ["-n"], { input: block.commands, stdio: ["pipe", "pipe", "pipe"] });
    expect({ block: where(block), check }).toEqual({ block: where(block), check: expect.any(Function) as unknown });
    expect(check).not.toThrow();
  }
});

it("links between pages lead somewhere", () => {
  for (const page of pages) {
    const text = readFileSync(join(root, page), "utf8");
    for (const [, target] of text.matchAll(/\]\((?!https?:|#|urn:)([^)#\s]+)/g)) {
      const path = fileURLToPath(new URL(target!, new URL(page, `file://${root}`)));
      expect({ page, target, is: exists(path) }).toEqual({ page, target, is: true });
    }
  }
});

it("a promise that is not kept is noticed", () => {
  const [block] = readBlocks("p", "```sh\necho one\n```\n\n```text\none … two\n```\n");
  expect(() => checkPromises(block!, "one three")).toThrow(/two/);
  expect(() => checkPromises(block!, "one and two")).not.toThrow();
  expect(() => readBlocks("p", "```sh no-run\nls\n```\n")).toThrow(/no-run: REASON/);
});

const where = (block: Block | undefined): string => `${block?.page}:${block?.line}`;

const checkPromises = (block: Block, output: string): void => {
  for (const parts of block.promised) {
    let at = 0;
    for (const part of parts) {
      const found = output.indexOf(part.trim(), at);
      if (found === -1) throw new Error(`${where(block)} promises "${part.trim()}", and the answer was:\n${output}`);
      at = found + part.trim().length;
    }
  }
};

const addressed = (script: string): string =>
  script
    .replaceAll("127.0.0.1:3000", new URL(server.url).host)
    .replaceAll("127.0.0.1:3001", `127.0.0.1:${other}`)
    .replaceAll("PORT=3001", `PORT=${other}`);

const bash = async (script: string): Promise<{ readonly code: number | null; readonly said: string }> => {
  // What curl calls a success may be a refusal; it takes one of the two flags that say so.
  const before =
    'set -eo pipefail\nexec 2>&1\ncurl() { local f=--fail-with-body; [ "$1" = -f ] && f=-s; command curl --silent --show-error $f "$@"; }\n';
  const child = spawn("bash", ["-c", before + script], {
    cwd: folder,
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(child, "close");
  return { code: child.exitCode, said };
};

const environment = () => ({
  PATH: `${join(folder, "shims")}:${process.env["PATH"]}`,
  HOME: folder,
  LOG_LEVEL: "warn",
  WINNOW_DATA: join(folder, "data"),
  WINNOW_KEY: server.adminKey ?? "",
});

/** `npx winnow` and `winnow` are this build. */
const writeShims = (): void => {
  const main = fileURLToPath(new URL("../winnow-process.js", import.meta.url));
  const shims = join(folder, "shims");
  mkdirSync(shims);
  writeFileSync(join(shims, "winnow"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  writeFileSync(
    join(shims, "npx"),
    `#!/bin/sh\n[ "$1" = winnow ] || { echo "npx $1?" >&2; exit 1; }\nshift\nexec winnow "$@"\n`,
  );
  for (const name of ["winnow", "npx"]) chmodSync(join(shims, name), 0o755);
  symlinkSync(process.execPath, join(shims, "node"));
};

/** Files of a shop's own, as the pages name them. */
const writeProducts = (): void => {
  const rows = Array.from({ length: 40 }, (_, i) => [`sku-${i}`, `Enamel mug number ${i}`, "Vell", String(5 + i)]);
  const csv = (head: string, of = rows) => [head, ...of.map((row) => row.join(","))].join("\n");
  writeFileSync(join(folder, "start.csv"), csv("id,title,brand,price", rows.slice(0, 10)));
  writeFileSync(join(folder, "products.csv"), csv("id,title,brand,price"));
  writeFileSync(join(folder, "export.csv"), csv("id,product_name,maker,price"));
  const german = csv("id,title,brand,price").replaceAll("mug", "mug für");
  writeFileSync(join(folder, "excel.csv"), Buffer.from(german, "latin1"));
  const minor = rows.map(([id, title]) => ({ id, title, price: 950, currency: "EUR" }));
  writeFileSync(join(folder, "feed.json.gz"), gzipSync(JSON.stringify(minor)));
  writeFileSync(join(folder, "synonyms.txt"), "mug, cup\n");
};

const winnow = async (...args: readonly string[]): Promise<void> => {
  const main = fileURLToPath(new URL("../winnow-process.js", import.meta.url));
  const env = { PATH: process.env["PATH"], WINNOW_DATA: join(folder, "data") };
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, env, stdio: "ignore" });
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`winnow ${args.join(" ")} ended with ${child.exitCode}`);
};

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};

const exists = (path: string): boolean => {
  try {
    readFileSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EISDIR";
  }
};
