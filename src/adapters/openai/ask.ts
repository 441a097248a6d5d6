import { setTimeout as sleep } from "node:timers/promises";
import { WinnowError } from "../../domain/errors.ts";
import { childSpan } from "../../observe/trace.ts";
import type { CompletionRequest, TokenUsage } from "../../ports/language-model.ts";
import { callServer, type Reply, type ServerOptions } from "./call-server.ts";
import { type Dialect, fullest, requestBody, simpler, withoutFormat } from "./dialect.ts";
import { readAnswer, type ServerUsage } from "./read-answer.ts";

export interface Asker {
  /**
   * Asks until there is a usable answer, or no hope of one.
   *
   * @param pay is called around each request that is sent
   * @throws WinnowError `language_model_unavailable`, `language_model_failed`, `budget_spent`, `invalid_config`
   */
  ask<T>(request: CompletionRequest<T>, signal: AbortSignal, pay: Payment): Promise<T>;
}

export interface Payment {
  /** Before a request. @throws WinnowError `budget_spent` */
  begin(): Charge;
  /** The most that one may cost. */
  readonly most: TokenUsage;
}

export interface Charge {
  /** With what it has cost; null when nothing was done. Durable when resolved. */
  settle(actual: ServerUsage | null): Promise<void>;
}

export interface AskOptions extends ServerOptions {
  readonly model: string;
  /** Tries of one request while the server is busy. */
  readonly tries: number;
  /** Pause before the second try, doubled with each further one, in milliseconds. */
  readonly pauseMs: number;
  /** A server that wants to be left alone for longer is not waited for. */
  readonly longestPauseMs: number;
  /** 0 to 1, for pauses of different lengths. */
  readonly random: () => number;
}

export function createAsker(options: AskOptions): Asker {
  /** What the server is known to take; null until it has taken something. */
  let settled: Dialect | null = null;
  const retries = createRetries();
  // https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/; what is asked and answered stays here.
  const attributes = {
    ...{ "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": options.model },
    ...{ "server.address": new URL(options.url).hostname, "http.request.method": "POST" },
  };

  async function ask<T>(request: CompletionRequest<T>, signal: AbortSignal, pay: Payment): Promise<T> {
    retries.called();
    let dialect = settled ?? fullest;
    let [busy, brokenOnce] = [0, false];
    for (;;) {
      const charge = pay.begin();
      const reply = await send(requestBody(options.model, request, dialect, Number(brokenOnce)), signal, charge, pay);
      if (reply.kind === "busy") {
        await pause(++busy, reply, signal);
        continue;
      }
      if (reply.kind === "refused") {
        const next = settled === null ? simpler(dialect, reply.says) : null;
        if (next === null) throw unusable(`the server refuses the request (${reply.status}): ${reply.says}`);
        dialect = next;
        continue;
      }
      if (reply.kind === "endless") throw unusable(reply.says);
      const answer = readAnswer(reply.text, request.schema);
      await charge.settle(answer.usage ?? pay.most);
      if (answer.kind === "value") {
        settled = dialect;
        return answer.value;
      }
      if (brokenOnce) throw unusable(answer.says);
      brokenOnce = true;
      // A server may take a format and care for it not at all: in words, then.
      if (answer.shapeless && settled === null) dialect = withoutFormat(dialect) ?? dialect;
    }
  }

  /** Settles what brought no answer. */
  async function send(body: object, signal: AbortSignal, charge: Charge, { most }: Payment): Promise<Reply> {
    let reply: Reply;
    try {
      reply = await childSpan("client", `chat ${options.model}`, attributes, async (span) => {
        const answer = await callServer(options, body, signal);
        if (answer.kind !== "answer") span.fail(answer.kind);
        return answer;
      });
    } catch (error) {
      // Whoever gives up does not know whether the server goes on: it is counted as if.
      await charge.settle(signal.aborted ? most : null);
      throw error;
    }
    if (reply.kind === "busy") await charge.settle(reply.worked ? most : null);
    if (reply.kind === "refused") await charge.settle(null);
    if (reply.kind === "endless") await charge.settle(most);
    return reply;
  }

  async function pause(tried: number, reply: Reply & { kind: "busy" }, signal: AbortSignal): Promise<void> {
    const ownMs = options.pauseMs * 2 ** (tried - 1) * (0.5 + options.random() / 2);
    const pauseMs = Math.max(ownMs, reply.retryAfterMs ?? 0);
    if (tried >= options.tries || pauseMs > options.longestPauseMs || !retries.take()) {
      throw new WinnowError("language_model_unavailable", `The language model cannot be had: ${reply.says}.`, {
        where: "WINNOW_LLM_URL",
        hint: "See that it runs and is not overloaded; a run that is started again goes on where it was.",
        retryAfterS: Math.max(1, Math.ceil(pauseMs / 1000)),
      });
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }

  return { ask };
}

const unusable = (says: string): WinnowError =>
  new WinnowError("language_model_failed", `The language model gave no usable answer: ${says}.`);

/** Retries are at most a fifth of all requests, beside a few to begin with: they cannot keep a server down. */
function createRetries() {
  let saved = 5;
  return {
    called: () => void (saved = Math.min(10, saved + 0.2)),
    take: () => saved >= 1 && saved-- >= 1,
  };
}
