import { readConfig } from "./config.ts";

const given = { WINNOW_LLM_URL: "http://127.0.0.1:11434", WINNOW_LLM_MODEL: "llama3.2" };

it("is none unless one is named", () => {
  expect(readConfig({}).languageModel).toBeNull();
});

it.each([
  ["http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"],
  ["http://127.0.0.1:11434/", "http://127.0.0.1:11434/v1"],
  ["https://api.example/v1/", "https://api.example/v1"],
  ["https://api.example/openai/v1/chat/completions", "https://api.example/openai/v1"],
])("finds the server of %s at %s", (url, expected) => {
  expect(readConfig({ ...given, WINNOW_LLM_URL: url }).languageModel).toMatchObject({ url: expected, key: null });
});

it("counts money in millionths", () => {
  const priced = {
    WINNOW_LLM_PROMPT_PRICE: "0.15",
    WINNOW_LLM_COMPLETION_PRICE: "0.6",
    WINNOW_LLM_MONTHLY_COST: "2.5",
  };
  expect(readConfig({ ...given, ...priced }).languageModel).toMatchObject({
    prices: { prompt: 0.15, completion: 0.6 },
    monthly: { tokens: null, costMicros: 2_500_000 },
  });
});

it.each<[string, Record<string, string>]>([
  ["WINNOW_LLM_URL", { WINNOW_LLM_MODEL: "m" }],
  ["WINNOW_LLM_MODEL", { WINNOW_LLM_URL: "http://127.0.0.1" }],
  ["WINNOW_LLM_URL", { ...given, WINNOW_LLM_URL: "ftp://x" }],
  ["WINNOW_LLM_URL", { ...given, WINNOW_LLM_URL: "http://user:secret@x" }],
  ["WINNOW_LLM_MONTHLY_COST", { ...given, WINNOW_LLM_MONTHLY_COST: "5" }],
  ["WINNOW_LLM_AT_ONCE", { ...given, WINNOW_LLM_AT_ONCE: "0" }],
])("refuses a wrong %s and tells no secret", (where, variables) => {
  const read = () => readConfig({ WINNOW_LLM_KEY: "sk-secret", ...variables });
  expect(read).toThrow(expect.objectContaining({ code: "invalid_config", where }) as Error);
  expect(read).not.toThrow(/secret/);
});
