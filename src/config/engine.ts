import { z } from "zod";
import { WinnowError } from "../domain/errors.ts";

/** Where products are kept and searched. */
export type EngineConfig = { readonly kind: "embedded" } | ElasticsearchConfig;

export interface ElasticsearchConfig {
  readonly kind: "elasticsearch";
  /** One address, or several joined by commas: nodes of one cluster. */
  readonly url: string;
  readonly apiKey?: string;
  readonly username?: string;
  readonly password?: string;
  /** A file: PEM of the authority that signed the server's certificate. */
  readonly caFile?: string;
  /** What the names of indices and aliases begin with. */
  readonly prefix: string;
  /** Of a catalogue's index. */
  readonly shards: number;
  /** Elasticsearch's `index.auto_expand_replicas`. */
  readonly autoExpandReplicas: string;
  /** Goes on with a server version that was not tested. */
  readonly force: boolean;
}

/** The variables that choose the engine, for the schema of the environment. */
export const engineVariables = {
  ENGINE: z.enum(["embedded", "elasticsearch"], { error: "is embedded or elasticsearch" }).default("embedded"),
  ELASTICSEARCH_URL: z.string().optional(),
  ELASTICSEARCH_API_KEY: z.string().optional(),
  ELASTICSEARCH_USERNAME: z.string().optional(),
  ELASTICSEARCH_PASSWORD: z.string().optional(),
  ELASTICSEARCH_CA: z.string().optional(),
  ELASTICSEARCH_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,30}$/, { error: "is lower-case letters and digits, at most 31" })
    .default("winnow"),
  ELASTICSEARCH_SHARDS: z.coerce
    .number({ error: "is a whole number" })
    .int({ error: "is a whole number" })
    .min(1, { error: "is at least 1" })
    .max(100, { error: "is at most 100" })
    .default(1),
  ELASTICSEARCH_REPLICAS: z
    .string()
    .regex(/^(false|\d-(\d|all))$/, { error: "is a range such as 0-1, or false" })
    .default("0-1"),
  ELASTICSEARCH_FORCE: z
    .enum(["true", "false", "1", "0"], { error: "is true or false" })
    .default("false")
    .transform((value) => value === "true" || value === "1"),
};

type Read = z.infer<z.ZodObject<typeof engineVariables>>;

/** @throws WinnowError `invalid_config`; messages hold no secrets */
export const readEngine = (read: Read): EngineConfig => {
  if (read.ENGINE === "embedded") return { kind: "embedded" };
  const {
    ELASTICSEARCH_URL: url,
    ELASTICSEARCH_API_KEY: apiKey,
    ELASTICSEARCH_USERNAME: username,
    ELASTICSEARCH_PASSWORD: password,
    ELASTICSEARCH_CA: caFile,
  } = read;
  if (url === undefined)
    throw invalid("ELASTICSEARCH_URL", "is missing, and ENGINE=elasticsearch needs it", "http://127.0.0.1:9200");
  for (const each of url.split(",")) checkUrl(each.trim());
  if (apiKey !== undefined && username !== undefined)
    throw invalid("ELASTICSEARCH_API_KEY", "and ELASTICSEARCH_USERNAME are both set", "one of them");
  if ((username === undefined) !== (password === undefined))
    throw invalid("ELASTICSEARCH_PASSWORD", "goes with ELASTICSEARCH_USERNAME, and one of them is missing", "both");
  return {
    kind: "elasticsearch",
    url,
    ...(apiKey !== undefined && { apiKey }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(caFile !== undefined && { caFile }),
    prefix: read.ELASTICSEARCH_PREFIX,
    shards: read.ELASTICSEARCH_SHARDS,
    autoExpandReplicas: read.ELASTICSEARCH_REPLICAS,
    force: read.ELASTICSEARCH_FORCE,
  };
};

const checkUrl = (text: string): void => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw invalid("ELASTICSEARCH_URL", "is an address, or several joined by commas", "https://search.example:9200");
  if (url.username !== "" || url.password !== "")
    throw invalid(
      "ELASTICSEARCH_URL",
      "holds a user or a password, which would end up in logs",
      "ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD for them",
    );
};

const invalid = (where: string, problem: string, right: string): WinnowError =>
  new WinnowError("invalid_config", `${where} ${problem}.`, { where, hint: `Give ${right}.` });
