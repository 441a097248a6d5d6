import { cpus } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { WinnowError } from "../domain/errors.ts";
import { type EngineConfig, engineVariables, readEngine } from "./engine.ts";
import { type LanguageModelConfig, languageModelVariables, readLanguageModel } from "./language-model.ts";

/** What this process is to do, checked once. Nothing else reads the environment. */
export interface Config {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly engine: EngineConfig;
  /** Keeps counters and sessions, for several processes; null keeps them with the engine. */
  readonly redisUrl: string | null;
  /** Folder of the store and the index's snapshots. */
  readonly dataFolder: string;
  /** Whether simulated shoppers visit the untouched demo shop. */
  readonly demoShoppers: boolean;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";
  /** Origins whose pages may read answers; `*` is every one. */
  readonly corsOrigins: readonly string[];
  readonly requireSearchKey: boolean;
  readonly trustProxy: boolean;
  readonly searchDeadlineMs: number;
  readonly adminDeadlineMs: number;
  readonly searchAtOnce: number;
  readonly adminPerMinute: number;
  readonly searchPerMinute: number;
  readonly searchPerMinuteOfKey: number;
  readonly eventsAtOnce: number;
  readonly eventsPerMinute: number;
  /** How long searches and events are kept, in days. */
  readonly retentionDays: number;
  /** When a model is trained besides after enough searches: five cron fields, UTC. */
  readonly retrainCron: string;
  /** Share of searches whose order is changed a little at random, so that more can be learned from them. */
  readonly exploration: number;
  /** State, features and scores of a search may take so long; then the order by words stands. */
  readonly rescoreBudgetMs: number;
  /** LightGBM's library file; null looks for it and fetches it. */
  readonly lightgbmLibrary: string | null;
  /** A Python package index that LightGBM is fetched from without Python; null leaves it to pip. */
  readonly packageIndexUrl: string | null;
  /** Writes what a catalogue lacks; null when there is none. */
  readonly languageModel: LanguageModelConfig | null;
  /** Learned synonyms that are clearly good go live without a person. */
  readonly synonymsAuto: boolean;
  /** How long new requests are still taken after the signal to stop. */
  readonly lingerMs: number;
  /** How long requests in work may take to finish after that. */
  readonly drainMs: number;
}

const whole = (min: number, max: number, byDefault: number) =>
  z.coerce
    .number({ error: "is a whole number" })
    .int({ error: "is a whole number" })
    .min(min, { error: `is at least ${min}` })
    .max(max, { error: `is at most ${max}` })
    .default(byDefault);

const truth = z
  .enum(["true", "false", "1", "0"], { error: "is true or false" })
  .default("false")
  .transform((value) => value === "true" || value === "1");

const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** By name of the variable. */
export const Environment = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: whole(0, 65_535, 3000),
  ...engineVariables,
  REDIS_URL: z.string().optional(),
  WINNOW_DATA: z.string().default("data"),
  WINNOW_DEMO_SHOPPERS: z
    .enum(["true", "false", "1", "0"], { error: "is true or false" })
    .default("true")
    .transform((value) => value === "true" || value === "1"),
  LOG_LEVEL: z.enum(levels, { error: `is one of ${levels.join(", ")}` }).optional(),
  WINNOW_CORS_ORIGINS: z
    .string()
    .default("")
    .transform((list) => list.split(",").flatMap((origin) => (origin.trim() === "" ? [] : [origin.trim()])))
    .refine((list) => list.every((origin) => /^(\*|https?:\/\/[^/\s]+)$/.test(origin)), {
      error: "is a list of origins, joined by commas, such as https://shop.example",
    }),
  WINNOW_REQUIRE_SEARCH_KEY: truth,
  WINNOW_TRUST_PROXY: truth,
  WINNOW_SEARCH_DEADLINE_MS: whole(10, 60_000, 800),
  WINNOW_ADMIN_DEADLINE_MS: whole(100, 600_000, 30_000),
  WINNOW_SEARCH_AT_ONCE: whole(1, 100_000, 64 * Math.max(1, cpus().length)),
  WINNOW_ADMIN_PER_MINUTE: whole(1, 1_000_000, 6000),
  // Of one address, and of one key: either may stand for all shoppers of a shop.
  WINNOW_SEARCH_PER_MINUTE: whole(1, 100_000_000, 600_000),
  WINNOW_SEARCH_PER_MINUTE_OF_KEY: whole(1, 100_000_000, 6_000_000),
  WINNOW_EVENTS_AT_ONCE: whole(1, 100_000, 256),
  // Of one address, which may be a shop's own server that reports for all its shoppers.
  WINNOW_EVENTS_PER_MINUTE: whole(1, 10_000_000, 600_000),
  WINNOW_RETENTION_DAYS: whole(1, 36_500, 400),
  WINNOW_RETRAIN_CRON: z.string().default("0 3 * * *"),
  WINNOW_EXPLORATION: z.coerce
    .number({ error: "is a number" })
    .min(0, { error: "is at least 0" })
    .max(0.5, { error: "is at most 0.5: half of the searches" })
    .default(0),
  WINNOW_RESCORE_BUDGET_MS: whole(1, 10_000, 20),
  LIGHTGBM_LIB: z.string().optional(),
  PIP_INDEX_URL: z.string().optional(), // pip's own: whatever is in it, it never keeps a shop from starting
  ...languageModelVariables,
  WINNOW_SYNONYMS_AUTO: truth,
  WINNOW_LINGER_MS: whole(0, 60_000, 200),
  WINNOW_DRAIN_MS: whole(0, 600_000, 10_000),
});

/**
 * @param environment such as process.env; an empty value is as none
 * @param onTerminal whether a person looks on, who wants no line a request
 * @throws WinnowError `invalid_config` that names the variable
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>, onTerminal = false): Config => {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const result = Environment.safeParse(given);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const name = String(issue.path[0]);
    throw new WinnowError("invalid_config", `${name} ${issue.message}; it was ${JSON.stringify(given[name])}.`, {
      where: name,
      hint: "Correct it, or leave it out for the default.",
    });
  }
  const read = result.data;
  return {
    host: read.HOST,
    port: read.PORT,
    engine: readEngine(read),
    redisUrl: read.REDIS_URL === undefined ? null : checkRedis(read.REDIS_URL),
    dataFolder: resolve(read.WINNOW_DATA),
    demoShoppers: read.WINNOW_DEMO_SHOPPERS,
    logLevel: read.LOG_LEVEL ?? (onTerminal ? "warn" : "info"),
    corsOrigins: read.WINNOW_CORS_ORIGINS,
    requireSearchKey: read.WINNOW_REQUIRE_SEARCH_KEY,
    trustProxy: read.WINNOW_TRUST_PROXY,
    searchDeadlineMs: read.WINNOW_SEARCH_DEADLINE_MS,
    adminDeadlineMs: read.WINNOW_ADMIN_DEADLINE_MS,
    searchAtOnce: read.WINNOW_SEARCH_AT_ONCE,
    adminPerMinute: read.WINNOW_ADMIN_PER_MINUTE,
    searchPerMinute: read.WINNOW_SEARCH_PER_MINUTE,
    searchPerMinuteOfKey: read.WINNOW_SEARCH_PER_MINUTE_OF_KEY,
    eventsAtOnce: read.WINNOW_EVENTS_AT_ONCE,
    eventsPerMinute: read.WINNOW_EVENTS_PER_MINUTE,
    retentionDays: read.WINNOW_RETENTION_DAYS,
    retrainCron: read.WINNOW_RETRAIN_CRON,
    exploration: read.WINNOW_EXPLORATION,
    rescoreBudgetMs: read.WINNOW_RESCORE_BUDGET_MS,
    lightgbmLibrary: read.LIGHTGBM_LIB ?? null,
    packageIndexUrl: read.PIP_INDEX_URL ?? null,
    languageModel: readLanguageModel(read),
    synonymsAuto: read.WINNOW_SYNONYMS_AUTO,
    lingerMs: read.WINNOW_LINGER_MS,
    drainMs: read.WINNOW_DRAIN_MS,
  };
};

/** Not by the schema, whose message would show a password. */
const checkRedis = (url: string): string => {
  if (URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol)) return url;
  throw new WinnowError("invalid_config", "REDIS_URL is no address of a Redis.", {
    where: "REDIS_URL",
    hint: "Give one such as redis://127.0.0.1:6379, or leave it out: counters are kept with the engine then.",
  });
};

/** The configuration of this process. */
export const processConfig = (): Config => readConfig(process.env, process.stdout.isTTY);

/** Names of the process's variables, ours and others'. */
export const processVariables = (): readonly string[] => Object.keys(process.env);
