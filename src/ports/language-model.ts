import type { JsonObject } from "../domain/json.ts";

/** What an answer must look like: told to the model as JSON schema, and checked of whatever it says. */
export interface AnswerSchema<T> {
  /** Letters, digits, `_`: what the model is told that the shape is called. */
  readonly name: string;
  readonly json: JsonObject;
  /** @throws when the value is not of this shape; the message says where */
  parse(value: unknown): T;
}

export interface CompletionRequest<T> {
  /** Who pays: spend is summed up by it. `descriptions`. */
  readonly purpose: string;
  /** Changes with every change of the words that the model is asked with: part of the answer's key. */
  readonly promptVersion: string;
  readonly system: string;
  readonly prompt: string;
  readonly schema: AnswerSchema<T>;
  /** Of the answer, in tokens; one that is longer is broken. */
  readonly maxTokens: number;
}

export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Millionths of the currency that prices are given in. */
  readonly costMicros: number;
}

export interface Completion<T> {
  readonly value: T;
  /** What this very call has cost: nothing when the answer was known. */
  readonly usage: TokenUsage;
  /** Whether it came from the kept answers. */
  readonly known: boolean;
  /** Key of the kept answer. */
  readonly key: string;
}

/** What may be spent at most; null is no limit. */
export interface SpendLimit {
  readonly tokens: number | null;
  readonly costMicros: number | null;
}

/** What a run that is tried again has paid in all its attempts. */
export interface RunAccount {
  /** By the attempts before this one. */
  readonly before: TokenUsage;
  /** Durable when resolved. */
  add(usage: TokenUsage): Promise<void>;
}

/**
 * A model that answers in JSON of a given shape. The same request is paid for once, also after a restart.
 *
 * @throws WinnowError `language_model_unavailable` (cannot be reached, too busy, too slow: the same call may work later),
 * `language_model_failed` (what it said cannot be used), `budget_spent`; the reason of `signal` when it is aborted
 */
export interface LanguageModel {
  /** As the server calls it. */
  readonly name: string;
  complete<T>(request: CompletionRequest<T>, options: { readonly signal: AbortSignal }): Promise<Completion<T>>;
  /** The most that a request may cost, when all its tokens are used. */
  estimate(request: Pick<CompletionRequest<unknown>, "system" | "prompt" | "maxTokens">): TokenUsage;
  /**
   * The same model with a limit of its own beside those it has, and its own account: for one run. With a `run`, what its
   * earlier attempts paid counts as spent by it, too.
   */
  limited(limit: SpendLimit, run?: RunAccount): LanguageModel;
  /** What was paid through this one, for answers that could not be used too. */
  spent(): TokenUsage;
}
