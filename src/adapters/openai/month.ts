import type { AnswerStore } from "../../ports/answer-store.ts";
import type { SpendLimit } from "../../ports/language-model.ts";
import { createPurse, joinPurses, type Purse } from "./purse.ts";

/** The limit of the calendar month, which all processes spend from. */
export interface Month {
  purse(): Promise<Purse>;
}

/** Other processes' spend is seen after so long. */
const FRESH_MS = 15_000;

export function createMonth(limit: SpendLimit, answers: AnswerStore, now: () => number): Month {
  if (limit.tokens === null && limit.costMicros === null) return { purse: () => Promise.resolve(joinPurses([])) };
  let read: { readonly purse: Promise<Purse>; readonly month: string; readonly atMs: number } | null = null;
  const readPurse = async (month: string): Promise<Purse> => {
    const spent = await answers.spent(`${month}-01`);
    return createPurse("The month's budget for the language model", limit, {
      tokens: spent.reduce((sum, each) => sum + each.promptTokens + each.completionTokens, 0),
      costMicros: spent.reduce((sum, each) => sum + each.costMicros, 0),
    });
  };
  return {
    purse() {
      const month = new Date(now()).toISOString().slice(0, 7);
      if (read?.month !== month || now() - read.atMs > FRESH_MS) {
        read = { purse: readPurse(month), month, atMs: now() };
        read.purse.catch(() => (read = null));
      }
      return read.purse;
    },
  };
}
