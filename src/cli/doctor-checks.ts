import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";
import type { Config } from "../config/config.ts";
import { variables } from "../config/variables.ts";
import type { Finding, Probe } from "../domain/finding.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import { checkSynonyms } from "../query/check-synonyms.ts";
import type { SynonymRule } from "../query/synonyms.ts";
import { languageOf } from "../search/language.ts";
import { didYouMean } from "../wire/nearest.ts";

export interface DoctorSources {
  readonly config: Config;
  /** Names of the environment's variables. */
  readonly given: readonly string[];
  readonly engine: Probe;
  /** Finds nothing where the queue is a file. */
  readonly queue: Probe;
  readonly readSynonyms: () => Promise<readonly SynonymRule[]>;
  readonly readMapping: () => Promise<CatalogMapping>;
}

/** In the order in which trouble spreads. A configuration that cannot be read has stopped the program before. */
export const doctorProbes = ({
  config,
  given,
  engine,
  queue,
  readSynonyms,
  readMapping,
}: DoctorSources): readonly Probe[] => [
  { check: "configuration", look: () => Promise.resolve(checkConfig(config, given)) },
  { check: "node", look: () => Promise.resolve([checkNode(process.versions.node)]) },
  ...(config.engine.kind === "embedded"
    ? [{ check: "data folder", look: () => checkDataFolder(config.dataFolder) }]
    : []),
  engine,
  queue,
  {
    check: "synonyms",
    async look() {
      const { tokens, stem } = languageOf(await readMapping());
      return checkSynonyms(await readSynonyms(), (text) => tokens(text).map(({ term }) => stem(term)));
    },
  },
  { check: "server", look: () => checkServer(config) },
];

/** Settings that are valid and probably not meant. */
export const checkConfig = (config: Config, given: readonly string[] = []): readonly Finding[] => {
  const check = "configuration";
  const local = ["127.0.0.1", "::1", "localhost"].includes(config.host);
  const known = variables().map(({ name }) => name);
  const warnings: Finding[] = given.filter(isOurs).flatMap((name) =>
    known.includes(name)
      ? []
      : [
          {
            check,
            level: "warn",
            message: `${name} is read by nobody`,
            hint: `${didYouMean(name, known)} See docs/configure.md.`,
          },
        ],
  );
  if (config.corsOrigins.includes("*") && config.corsOrigins.length > 1)
    warnings.push({
      check,
      level: "warn",
      message: "WINNOW_CORS_ORIGINS names origins beside *",
      hint: "With * every page may read answers; leave it out, or leave the others out.",
    });
  if (config.trustProxy && !local)
    warnings.push({
      check,
      level: "warn",
      message: `WINNOW_TRUST_PROXY is set and ${config.host} may be reached without a proxy`,
      hint: "Make sure that only the proxy reaches it: others could claim any address.",
    });
  if (warnings.length > 0) return warnings;
  return [{ check, level: "ok", message: `${config.engine.kind}, ${config.host}:${config.port}` }];
};

/** Those that only mean us. `WINNOW_KEY` is where the documentation's commands keep a key. */
const isOurs = (name: string): boolean => name.startsWith("WINNOW_") && name !== "WINNOW_KEY";

/** Major versions of Node that the tests run on. */
const TESTED_NODE = [20, 22, 24];

/** @param version such as process.versions.node */
export const checkNode = (version: string): Finding => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    const hint = "Install Node 20.19 or newer.";
    return { check: "node", level: "fail", message: `Node ${version} is too old`, hint };
  }
  if (major === 24 && minor >= 19) {
    // https://github.com/nodejs/node/issues/65446
    const message = `Node ${version}: a better-sqlite3 that was compiled with its headers ends the program now and then`;
    const hint =
      "Fine where npm fetched it ready-made; else use Node 22, or compile with headers of 24.18: docs/install.md.";
    return { check: "node", level: "warn", message, hint };
  }
  if (TESTED_NODE.includes(major)) return { check: "node", level: "ok", message: `Node ${version}` };
  return {
    check: "node",
    level: "warn",
    message: `Node ${version} was not tested; ${TESTED_NODE.join(", ")} was`,
    hint: "It will probably work; where it does not, use the tested one.",
  };
};

const GB = 1024 ** 3;

/** Whether the data folder can be written to and how much room there is. */
const checkDataFolder = async (folder: string): Promise<readonly Finding[]> => {
  const check = "data folder";
  try {
    await access(folder, constants.R_OK | constants.W_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      return [{ check, level: "warn", message: `${folder} is not there yet`, hint: "The first start makes it." }];
    const hint = "Give the user that runs winnow the right to read and write it, or set WINNOW_DATA.";
    return [{ check, level: "fail", message: `${folder} cannot be read and written`, hint }];
  }
  const { bavail, bsize, blocks } = await statfs(folder);
  return [judgeRoom({ folder, freeBytes: bavail * bsize, totalBytes: blocks * bsize })];
};

export interface Room {
  readonly folder: string;
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** An import needs about as much again as the store holds, and the index's snapshot is written beside the old one. */
export const judgeRoom = ({ folder, freeBytes, totalBytes }: Room): Finding => {
  const check = "data folder";
  const free = `${(freeBytes / GB).toFixed(1)} GB free of ${(totalBytes / GB).toFixed(0)} GB`;
  const hint = "Free some space: imports fail when there is none, while searches go on.";
  if (freeBytes < 0.25 * GB) return { check, level: "fail", message: `${folder}: only ${free}`, hint };
  if (freeBytes < 2 * GB) return { check, level: "warn", message: `${folder}: only ${free}`, hint };
  return { check, level: "ok", message: `${folder}: ${free}` };
};

/** Asks the server of this configuration whether it is ready and whether its index keeps up with the store. */
export const checkServer = async ({ host, port }: Pick<Config, "host" | "port">): Promise<readonly Finding[]> => {
  const url = `http://${host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host}:${port}`;
  const check = "server";
  const ask = (path: string) => fetch(url + path, { signal: AbortSignal.timeout(2000) });
  const ready = await ask("/readyz").catch(() => null);
  if (ready === null) {
    const hint = "winnow serve starts it; HOST and PORT say where.";
    return [{ check, level: "warn", message: `nothing answers at ${url}`, hint }];
  }
  if (!ready.ok) {
    const { detail = `status ${ready.status}` } = (await ready.json().catch(() => ({}))) as { detail?: string };
    return [{ check, level: "warn", message: `${url} is not ready: ${detail}`, hint: "Wait; its log says more." }];
  }
  const readLags = async () => lagsIn(await (await ask("/metrics")).text());
  const before = await readLags();
  const behind = [...before].filter(([, lag]) => lag > 0);
  const findings: Finding[] = [{ check, level: "ok", message: `${url} is ready` }];
  if (behind.length === 0) return [...findings, { check: "index", level: "ok", message: "holds all that is stored" }];
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const after = await readLags();
  for (const [catalog, lag] of behind) {
    const now = after.get(catalog) ?? 0;
    const message = `${catalog} is ${now} changes behind the store`;
    const hint = "It does not catch up: the server's log says why; a restart builds the index anew.";
    findings.push(
      now < lag ? { check: "index", level: "ok", message } : { check: "index", level: "warn", message, hint },
    );
  }
  return findings;
};

/** Catalogue → acknowledged changes that cannot be searched yet, from Prometheus' text. */
const lagsIn = (metrics: string): Map<string, number> =>
  new Map(
    [...metrics.matchAll(/^winnow_index_lag\{catalog="([^"]*)"\} (\d+)/gmu)].map(([, name, lag]) => [
      name!,
      Number(lag),
    ]),
  );
