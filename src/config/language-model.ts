import { z } from "zod";
import { WinnowError } from "../domain/errors.ts";

/** A server that speaks OpenAI's `/v1/chat/completions`. */
export interface LanguageModelConfig {
  /** Where `/chat/completions` is. */
  readonly url: string;
  readonly model: string;
  /** Null for a server that asks for none. */
  readonly key: string | null;
  readonly timeoutMs: number;
  /** Requests at once. */
  readonly atOnce: number;
  /** Of a million tokens, in any currency. */
  readonly prices: { readonly prompt: number; readonly completion: number };
  /** In a calendar month; null is no limit. Costs are millionths of the prices' currency. */
  readonly monthly: { readonly tokens: number | null; readonly costMicros: number | null };
  /** In a shop's words, for the texts that it is to write. */
  readonly tone: string;
}

const amount = z.coerce.number({ error: "is a number" }).min(0, { error: "is at least 0" });

/** The variables about the language model, for the schema of the environment. */
export const languageModelVariables = {
  WINNOW_LLM_URL: z.string().optional(),
  WINNOW_LLM_MODEL: z.string().max(200).optional(),
  WINNOW_LLM_KEY: z.string().optional(),
  WINNOW_LLM_TIMEOUT_MS: amount
    .int({ error: "is a whole number" })
    .min(100, { error: "is at least 100" })
    .default(60_000),
  WINNOW_LLM_AT_ONCE: amount
    .int({ error: "is a whole number" })
    .min(1, { error: "is at least 1" })
    .max(64, { error: "is at most 64" })
    .default(2),
  WINNOW_LLM_PROMPT_PRICE: amount.default(0),
  WINNOW_LLM_COMPLETION_PRICE: amount.default(0),
  WINNOW_LLM_MONTHLY_TOKENS: amount.optional(),
  WINNOW_LLM_MONTHLY_COST: amount.optional(),
  WINNOW_LLM_TONE: z.string().max(300, { error: "has at most 300 characters" }).default("plain and factual"),
};

type Read = z.infer<z.ZodObject<typeof languageModelVariables>>;

/** Null when none is configured. @throws WinnowError `invalid_config`; messages hold no key */
export const readLanguageModel = (read: Read): LanguageModelConfig | null => {
  const { WINNOW_LLM_URL: url, WINNOW_LLM_MODEL: model } = read;
  if (url === undefined && model === undefined) return null;
  if (url === undefined) throw invalid("WINNOW_LLM_URL", "is missing, and WINNOW_LLM_MODEL needs it");
  if (model === undefined)
    throw invalid("WINNOW_LLM_MODEL", "is missing: the name by which the server knows the model");
  const cost = read.WINNOW_LLM_MONTHLY_COST;
  if (cost !== undefined && read.WINNOW_LLM_PROMPT_PRICE + read.WINNOW_LLM_COMPLETION_PRICE === 0) {
    throw invalid(
      "WINNOW_LLM_MONTHLY_COST",
      "limits nothing without WINNOW_LLM_PROMPT_PRICE and WINNOW_LLM_COMPLETION_PRICE",
    );
  }
  return {
    ...{ url: readUrl(url), model, key: read.WINNOW_LLM_KEY ?? null },
    ...{ timeoutMs: read.WINNOW_LLM_TIMEOUT_MS, atOnce: read.WINNOW_LLM_AT_ONCE, tone: read.WINNOW_LLM_TONE },
    prices: { prompt: read.WINNOW_LLM_PROMPT_PRICE, completion: read.WINNOW_LLM_COMPLETION_PRICE },
    monthly: {
      tokens: read.WINNOW_LLM_MONTHLY_TOKENS ?? null,
      costMicros: cost === undefined ? null : Math.round(cost * 1e6),
    },
  };
};

/** With `/v1` where there is no path, without what people add to it. */
const readUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw invalid("WINNOW_LLM_URL", "is no address of a server");
  }
  if (url.username !== "" || url.password !== "") {
    throw invalid("WINNOW_LLM_URL", "holds a user or a password, which would end up in logs");
  }
  const path = url.pathname.replace(/\/+$/, "").replace(/\/chat\/completions$/, "");
  return `${url.origin}${path === "" ? "/v1" : path}`;
};

const invalid = (where: string, problem: string): WinnowError =>
  new WinnowError("invalid_config", `${where} ${problem}.`, {
    where,
    hint: "Such as WINNOW_LLM_URL=http://127.0.0.1:11434/v1 and WINNOW_LLM_MODEL=llama3.2, the key in WINNOW_LLM_KEY.",
  });
