import { createHash } from "node:crypto";
import type { JsonValue } from "../../domain/json.ts";
import type { AnswerStore } from "../../ports/answer-store.ts";
import type {
  Completion,
  CompletionRequest,
  LanguageModel,
  RunAccount,
  SpendLimit,
  TokenUsage,
} from "../../ports/language-model.ts";
import { type AskOptions, createAsker, type Payment } from "./ask.ts";
import { createMonth } from "./month.ts";
import { createPurse, joinPurses, type Purse } from "./purse.ts";
import { createTurns } from "./turns.ts";

export interface LanguageModelOptions extends Pick<AskOptions, "model" | "url" | "key" | "timeoutMs"> {
  /** Requests at once. */
  readonly atOnce: number;
  /** Of a million tokens, in any currency. */
  readonly prices: { readonly prompt: number; readonly completion: number };
  /** In a calendar month (UTC), by all processes together. */
  readonly monthly: SpendLimit;
  readonly answers: AnswerStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Of tests; otherwise 1 MB, five tries, half a second and a minute. */
  readonly patience?: Partial<Pick<AskOptions, "maxBytes" | "tries" | "pauseMs" | "longestPauseMs" | "random">>;
}

const nothing: TokenUsage = { promptTokens: 0, completionTokens: 0, costMicros: 0 };

/** Any server that speaks OpenAI's `/v1/chat/completions`: OpenAI, vLLM, Ollama, llama.cpp and others. */
export function openLanguageModel(options: LanguageModelOptions): LanguageModel {
  const { model, answers, prices, now } = options;
  const asker = createAsker({
    ...{ maxBytes: 1_000_000, tries: 5, pauseMs: 500, longestPauseMs: 60_000, random: Math.random },
    ...options.patience,
    ...{ model, url: options.url, key: options.key, timeoutMs: options.timeoutMs },
  });
  const turns = createTurns(options.atOnce);
  const month = createMonth(options.monthly, answers, now);
  /** Two that ask the same at once ask once. */
  const asking = new Map<string, Promise<unknown>>();

  const priced = ({ promptTokens, completionTokens }: Omit<TokenUsage, "costMicros">): TokenUsage => {
    const costMicros = Math.ceil(promptTokens * prices.prompt + completionTokens * prices.completion);
    return { promptTokens, completionTokens, costMicros };
  };
  const estimate: LanguageModel["estimate"] = ({ system, prompt, maxTokens }) =>
    priced({ promptTokens: guessTokens(system) + guessTokens(prompt) + SHAPE_TOKENS, completionTokens: maxTokens });

  async function pay<T>(request: CompletionRequest<T>, key: string, account: Account, signal: AbortSignal) {
    const purse = joinPurses([await month.purse(), account.purse]);
    const most = estimate(request);
    let paid = nothing;
    const payment: Payment = {
      most,
      begin: () => {
        const reserved = purse.reserve(most);
        return {
          async settle(tokens) {
            const actual = tokens === null ? nothing : priced(tokens);
            reserved.settle(actual);
            if (tokens === null) return;
            paid = sum(paid, actual);
            const day = new Date(now()).toISOString().slice(0, 10);
            const charge = { day, purpose: request.purpose, model, calls: 1, ...actual };
            await Promise.all([account.pay(actual), answers.charge(charge)]);
          },
        };
      },
    };
    const value = await turns.take(signal, () => asker.ask(request, signal, payment));
    const { promptVersion } = request;
    await answers.keep({ key, model, promptVersion, value: value as JsonValue, usage: paid, atMs: now() });
    return { value, usage: paid, known: false, key };
  }

  async function answer<T>(
    request: CompletionRequest<T>,
    key: string,
    account: Account,
    signal: AbortSignal,
  ): Promise<Completion<T>> {
    const kept = await answers.find(key);
    const known = kept === null ? null : parseKept(kept.value, request);
    if (known !== null) return { value: known.value, usage: nothing, known: true, key };
    return await pay(request, key, account, signal);
  }

  const limited = (account: Account): LanguageModel => ({
    name: model,
    estimate,
    spent: () => account.spent(),
    limited: (limit, run) => limited(createAccount(account, limit, run)),
    async complete<T>(request: CompletionRequest<T>, { signal }: { readonly signal: AbortSignal }) {
      const key = keyOf(model, request);
      for (let current = asking.get(key); current !== undefined; current = asking.get(key)) {
        await current.catch(() => undefined);
      }
      const answering = answer(request, key, account, signal).finally(() => asking.delete(key));
      asking.set(key, answering);
      return await answering;
    },
  });
  return limited(createAccount(null, { tokens: null, costMicros: null }));
}

/** A limit, and what was paid under it. */
interface Account {
  readonly purse: Purse;
  pay(usage: TokenUsage): Promise<void>;
  spent(): TokenUsage;
}

/** @param within the account that it is part of */
function createAccount(within: Account | null, limit: SpendLimit, run?: RunAccount): Account {
  let spent = run?.before ?? nothing;
  const before = { tokens: spent.promptTokens + spent.completionTokens, costMicros: spent.costMicros };
  const purse = createPurse("The budget of this run", limit, before);
  return {
    purse: within === null ? purse : joinPurses([within.purse, purse]),
    async pay(usage) {
      spent = sum(spent, usage);
      await Promise.all([within?.pay(usage), run?.add(usage)]);
    },
    spent: () => spent,
  };
}

/** A shape in words and what a server adds of its own. */
const SHAPE_TOKENS = 250;

/** Rather too many: three bytes a token, which most texts stay below. */
const guessTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / 3);

const sum = (a: TokenUsage, b: TokenUsage): TokenUsage => ({
  promptTokens: a.promptTokens + b.promptTokens,
  completionTokens: a.completionTokens + b.completionTokens,
  costMicros: a.costMicros + b.costMicros,
});

/** All that an answer depends on. */
function keyOf(
  model: string,
  { promptVersion, system, prompt, schema, maxTokens }: CompletionRequest<unknown>,
): string {
  const asked = JSON.stringify([model, promptVersion, system, prompt, schema.name, schema.json, maxTokens]);
  return createHash("sha256").update(asked).digest("hex");
}

/** Null for an answer that a later version's checks do not take any more. */
function parseKept<T>(value: JsonValue, { schema }: CompletionRequest<T>): { readonly value: T } | null {
  try {
    return { value: schema.parse(value) };
  } catch {
    return null;
  }
}
