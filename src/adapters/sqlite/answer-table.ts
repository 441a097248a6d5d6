import type Database from "better-sqlite3";
import type { KeptAnswer, Spend } from "../../ports/answer-store.ts";

/** Answers of language models, by what was asked, and the day's sums of what they cost. */
export interface AnswerTable {
  findAnswer(key: string): KeptAnswer | null;
  keepAnswer(answer: KeptAnswer): void;
  chargeSpend(spend: Spend): void;
  spent(sinceDay: string): Spend[];
}

export function answerTable(db: Database.Database): AnswerTable {
  const find = db.prepare<[string], { record: string }>("SELECT record FROM model_answers WHERE key = ?");
  const keep = db.prepare<[string, number, string]>(
    `INSERT INTO model_answers (key, at_ms, record) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET at_ms = excluded.at_ms, record = excluded.record`,
  );
  const charge = db.prepare<Spend>(
    `INSERT INTO model_spend (day, purpose, model, calls, prompt_tokens, completion_tokens, cost_micros)
     VALUES (:day, :purpose, :model, :calls, :promptTokens, :completionTokens, :costMicros)
     ON CONFLICT (day, purpose, model) DO UPDATE SET calls = calls + excluded.calls,
       prompt_tokens = prompt_tokens + excluded.prompt_tokens,
       completion_tokens = completion_tokens + excluded.completion_tokens,
       cost_micros = cost_micros + excluded.cost_micros`,
  );
  const spent = db.prepare<[string], Spend>(
    `SELECT day, purpose, model, calls, prompt_tokens AS promptTokens, completion_tokens AS completionTokens,
       cost_micros AS costMicros
     FROM model_spend WHERE day >= ? ORDER BY day, purpose, model`,
  );
  return {
    findAnswer: (key) => {
      const row = find.get(key);
      // Written by this very program in this shape.
      return row === undefined ? null : (JSON.parse(row.record) as KeptAnswer);
    },
    keepAnswer: (answer) => void keep.run(answer.key, answer.atMs, JSON.stringify(answer)),
    chargeSpend: (spend) => void charge.run(spend),
    spent: (sinceDay) => spent.all(sinceDay),
  };
}
