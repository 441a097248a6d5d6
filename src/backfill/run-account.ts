import { createHash } from "node:crypto";
import type { AnswerStore } from "../ports/answer-store.ts";
import type { RunAccount, TokenUsage } from "../ports/language-model.ts";

/**
 * What a run has paid, kept beside the answers that it paid for, the one store by a hash that both deployments have: an
 * attempt that died has paid all the same.
 *
 * @throws WinnowError as the store does
 */
export async function openRunAccount(
  answers: Pick<AnswerStore, "find" | "keep">,
  run: string,
  now: () => number,
): Promise<RunAccount> {
  const key = createHash("sha256").update(`spent by run\n${run}`).digest("hex");
  const read = async (): Promise<TokenUsage> => (await answers.find(key))?.usage ?? nothing;
  let last: Promise<void> = Promise.resolve();
  const addNow = async (usage: TokenUsage): Promise<void> => {
    const before = await read();
    const sum = {
      promptTokens: before.promptTokens + usage.promptTokens,
      completionTokens: before.completionTokens + usage.completionTokens,
      costMicros: before.costMicros + usage.costMicros,
    };
    await answers.keep({ key, value: null, usage: sum, model: "", promptVersion: "run-account", atMs: now() });
  };
  return {
    before: await read(),
    // One after the other: each adds to what the one before has written.
    add(usage) {
      const added = last.then(() => addNow(usage));
      last = added.catch(() => undefined);
      return added;
    },
  };
}

const nothing: TokenUsage = { promptTokens: 0, completionTokens: 0, costMicros: 0 };
