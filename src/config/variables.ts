import { z } from "zod";
import { Environment } from "./config.ts";

/** A variable as an operator reads of it. */
export interface Variable {
  readonly name: string;
  readonly group: Group;
  /** Of the number; null where it is none. */
  readonly unit: string | null;
  /** As it would be typed; null for none. */
  readonly byDefault: string | null;
  /** What may be given, in words; null where any text may. */
  readonly allowed: string | null;
  readonly isSecret: boolean;
  /** One or two sentences. */
  readonly doc: string;
}

/** Every variable that is read, in the order of their groups. What is given of each besides comes from the schema. */
export const variables = (): readonly Variable[] =>
  (Object.keys(docs) as Name[]).map((name) => {
    const { group, unit = null, isSecret = false, doc, byDefault } = docs[name];
    const schema = Environment.shape[name];
    return { name, group, unit, isSecret, doc, byDefault: byDefault ?? defaultOf(schema), allowed: allowedBy(schema) };
  });

export const groups = {
  server: "Server",
  engine: "Engine",
  access: "Who may do what",
  limits: "Limits and deadlines",
  learning: "Learning",
  model: "A language model",
  stopping: "Stopping",
} as const;

type Group = keyof typeof groups;
type Name = keyof typeof Environment.shape;

interface Doc {
  readonly group: Group;
  readonly doc: string;
  readonly unit?: string;
  readonly isSecret?: true;
  /** Where the schema cannot say. */
  readonly byDefault?: string;
}

const docs: Readonly<Record<Name, Doc>> = {
  HOST: { group: "server", doc: "Address to listen on; `0.0.0.0` is every one, for containers and behind a proxy." },
  PORT: { group: "server", doc: "0 takes a free one, which is printed." },
  WINNOW_DATA: {
    group: "server",
    doc: "Folder of the databases, index snapshots and LightGBM's library. It is what is backed up.",
  },
  LOG_LEVEL: {
    group: "server",
    byDefault: "info, on a terminal warn",
    doc: "`info` writes a line a request, `debug` also prints the stack of an error that ends the program.",
  },
  WINNOW_DEMO_SHOPPERS: {
    group: "server",
    doc: "Whether simulated shoppers visit the untouched demo shop. They leave when an import replaces it.",
  },
  ENGINE: {
    group: "engine",
    doc: "Where products are kept and searched: in this process and SQLite, or in Elasticsearch (elasticsearch.md).",
  },
  ELASTICSEARCH_URL: {
    group: "engine",
    doc: "One address, or several nodes of one cluster joined by commas; without user and password.",
  },
  ELASTICSEARCH_API_KEY: { group: "engine", isSecret: true, doc: "Or user and password." },
  ELASTICSEARCH_USERNAME: { group: "engine", doc: "Goes with the password." },
  ELASTICSEARCH_PASSWORD: { group: "engine", isSecret: true, doc: "Goes with the user." },
  ELASTICSEARCH_CA: { group: "engine", doc: "A file: PEM of the authority that signed the server's certificate." },
  ELASTICSEARCH_PREFIX: {
    group: "engine",
    doc: "What the names of its indices begin with; another shop on the same cluster takes another.",
  },
  ELASTICSEARCH_SHARDS: { group: "engine", unit: "shards", doc: "Of a catalogue's index, from its next import on." },
  ELASTICSEARCH_REPLICAS: { group: "engine", doc: "Elasticsearch's `index.auto_expand_replicas`." },
  ELASTICSEARCH_FORCE: { group: "engine", doc: "Goes on with a server version that was not tested." },
  REDIS_URL: {
    group: "engine",
    isSecret: true,
    doc: "Keeps counters, sessions, limits and jobs for several processes; on Elasticsearch what learning needs. `redis://` or `rediss://`.",
  },
  WINNOW_REQUIRE_SEARCH_KEY: { group: "access", doc: "Searching and events need a key, too." },
  WINNOW_CORS_ORIGINS: { group: "access", doc: "Origins whose pages may search, joined by commas; `*` is every one." },
  WINNOW_TRUST_PROXY: {
    group: "access",
    doc: "Believes `X-Forwarded-For`. Only behind a proxy that sets it, else strangers choose their address.",
  },
  WINNOW_SEARCH_DEADLINE_MS: {
    group: "limits",
    unit: "ms",
    doc: "A search is answered within, or with 503; a request may ask for less.",
  },
  WINNOW_ADMIN_DEADLINE_MS: { group: "limits", unit: "ms", doc: "The same of writes, models and jobs." },
  WINNOW_SEARCH_AT_ONCE: {
    group: "limits",
    unit: "requests",
    byDefault: "64 a core",
    doc: "Searches in work; more are refused at once with 503.",
  },
  WINNOW_ADMIN_PER_MINUTE: { group: "limits", unit: "requests a minute", doc: "Of one address, with an admin key." },
  WINNOW_SEARCH_PER_MINUTE: {
    group: "limits",
    unit: "requests a minute",
    doc: "Of one address, which may be a shop's own server.",
  },
  WINNOW_SEARCH_PER_MINUTE_OF_KEY: {
    group: "limits",
    unit: "requests a minute",
    doc: "Of one search key, from wherever.",
  },
  WINNOW_EVENTS_AT_ONCE: { group: "limits", unit: "requests", doc: "Calls of `/v1/events` in work." },
  WINNOW_EVENTS_PER_MINUTE: {
    group: "limits",
    unit: "events a minute",
    doc: "Of one address, which may be a shop's own server that reports for all its shoppers.",
  },
  WINNOW_RETENTION_DAYS: { group: "learning", unit: "days", doc: "How long searches and events are kept." },
  WINNOW_RETRAIN_CRON: {
    group: "learning",
    doc: "When a model is trained besides after enough searches: five cron fields, UTC.",
  },
  WINNOW_EXPLORATION: {
    group: "learning",
    unit: "share",
    doc: "Searches whose order is changed a little at random, so that more can be learned (tune.md).",
  },
  WINNOW_RESCORE_BUDGET_MS: {
    group: "learning",
    unit: "ms",
    doc: "State, features and scores of a search may take so long; then the order by words stands.",
  },
  WINNOW_SYNONYMS_AUTO: { group: "learning", doc: "Learned synonyms that are clearly good go live without a person." },
  LIGHTGBM_LIB: {
    group: "learning",
    doc: "LightGBM's library file, 4.6 or newer; looked for and fetched unless given.",
  },
  PIP_INDEX_URL: {
    group: "learning",
    isSecret: true,
    doc: "pip's own: a Python package index that LightGBM is fetched from where there is no pip.",
  },
  WINNOW_LLM_URL: { group: "model", doc: "A server that speaks OpenAI's `/v1/chat/completions` (language-model.md)." },
  WINNOW_LLM_MODEL: { group: "model", doc: "The name by which it knows the model." },
  WINNOW_LLM_KEY: { group: "model", isSecret: true, doc: "Its key; none for a server that asks for none." },
  WINNOW_LLM_TIMEOUT_MS: { group: "model", unit: "ms", doc: "One answer may take so long." },
  WINNOW_LLM_AT_ONCE: { group: "model", unit: "requests", doc: "Asked at the same time." },
  WINNOW_LLM_PROMPT_PRICE: { group: "model", unit: "of a million tokens", doc: "In any currency; of what is sent." },
  WINNOW_LLM_COMPLETION_PRICE: { group: "model", unit: "of a million tokens", doc: "Of what is answered." },
  WINNOW_LLM_MONTHLY_TOKENS: { group: "model", unit: "tokens a month", doc: "Nothing is asked beyond." },
  WINNOW_LLM_MONTHLY_COST: {
    group: "model",
    unit: "currency a month",
    doc: "Nothing is asked beyond; needs both prices.",
  },
  WINNOW_LLM_TONE: {
    group: "model",
    doc: "How it is to write, in a shop's words: `warm and brief`, in any language; the language itself is the catalogue's.",
  },
  WINNOW_LINGER_MS: {
    group: "stopping",
    unit: "ms",
    doc: "After SIGTERM new requests are still taken so long, with readiness off, so that a balancer notices.",
  },
  WINNOW_DRAIN_MS: { group: "stopping", unit: "ms", doc: "Then requests in work may take so long to finish." },
};

/** As the environment would hold it. */
const defaultOf = (schema: z.core.$ZodType): string | null => {
  if (schema instanceof z.ZodPipe) return defaultOf(schema.in);
  if (!(schema instanceof z.ZodDefault)) return null;
  const value: unknown = schema.def.defaultValue;
  return value === "" ? null : String(value);
};

const allowedBy = (schema: z.core.$ZodType): string | null => {
  if (schema instanceof z.ZodPipe) return allowedBy(schema.in);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return allowedBy(schema.unwrap());
  if (schema instanceof z.ZodEnum) return schema.options.filter((each) => each !== "1" && each !== "0").join(", ");
  if (!(schema instanceof z.ZodNumber)) return null;
  const [low, high] = [schema.minValue, schema.maxValue];
  if (low === null || high === null || Math.abs(high) >= Number.MAX_SAFE_INTEGER) return `${low ?? 0} or more`;
  return `${low} to ${high.toLocaleString("en")}`;
};
