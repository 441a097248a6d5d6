import type { AnswerStore, KeptAnswer, Spend } from "../../ports/answer-store.ts";
import type { Records } from "./records.ts";

export function createAnswerStore(records: Records): AnswerStore {
  return {
    find: async (key) => (await records.get<KeptAnswer>("model_answer", key))?.record ?? null,
    async keep(answer) {
      await records.put("model_answer", answer.key, answer, { atMs: answer.atMs, visible: false });
    },
    async charge(spend) {
      const id = [spend.day, spend.purpose, spend.model].join("/");
      for (;;) {
        const found = await records.get<Spend>("model_spend", id);
        const over = found === null ? "nothing" : found.version;
        if (await records.put("model_spend", id, add(found?.record, spend), { over, atMs: Date.parse(spend.day) }))
          return;
      }
    },
    async spent(sinceDay) {
      // A handful of purposes and models: years of days.
      const all = (await records.list<Spend>("model_spend")).filter(({ day }) => day >= sinceDay);
      return all.sort((a, b) => compare(keyOf(a), keyOf(b)));
    },
  };
}

const add = (before: Spend | undefined, spend: Spend): Spend => ({
  ...spend,
  calls: spend.calls + (before?.calls ?? 0),
  promptTokens: spend.promptTokens + (before?.promptTokens ?? 0),
  completionTokens: spend.completionTokens + (before?.completionTokens ?? 0),
  costMicros: spend.costMicros + (before?.costMicros ?? 0),
});

const keyOf = ({ day, purpose, model }: Spend): string => `${day}\n${purpose}\n${model}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
