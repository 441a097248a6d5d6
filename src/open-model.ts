import { openLanguageModel } from "./adapters/openai/open-language-model.ts";
import type { Config } from "./config/config.ts";
import { WinnowError } from "./domain/errors.ts";
import type { AnswerStore } from "./ports/answer-store.ts";
import type { LanguageModel } from "./ports/language-model.ts";

/** The configured language model. @throws WinnowError `invalid_config` when there is none */
export const openModel = (config: Pick<Config, "languageModel">, answers: AnswerStore): LanguageModel => {
  if (config.languageModel !== null) return openLanguageModel({ ...config.languageModel, answers, now: Date.now });
  throw new WinnowError(
    "invalid_config",
    "No language model is configured for this process: WINNOW_LLM_URL is not set.",
    {
      where: "WINNOW_LLM_URL",
      hint: "Set WINNOW_LLM_URL and WINNOW_LLM_MODEL to a server with /v1/chat/completions; docs/language-model.md.",
    },
  );
};

/** Null where none is configured. */
export const modelIfAny = (config: Pick<Config, "languageModel">, answers: AnswerStore): LanguageModel | null =>
  config.languageModel === null ? null : openModel(config, answers);
