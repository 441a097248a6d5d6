import type { Job } from "../api/jobs.ts";
import { whole } from "../format.ts";

/** What a job has paid a language model; null where it has asked none, or has not said yet. */
export const saySpend = ({ name, state, failures, payload, progress, result }: Job): string | null => {
  if (name !== "backfill_descriptions") return null;
  if (result === null) return state === "active" ? (progress?.note ?? null) : null;
  const { tokens, cost } = result;
  if (typeof tokens !== "number" || typeof cost !== "number") return null;
  const { budget_tokens: maxTokens, budget_cost: maxCost } = payload;
  const parts = [
    `${whole(tokens)}${typeof maxTokens === "number" ? ` of at most ${whole(maxTokens)}` : ""} tokens`,
    ...(cost > 0 || typeof maxCost === "number"
      ? [`${cost.toFixed(4)}${typeof maxCost === "number" ? ` of at most ${maxCost}` : ""}`]
      : []),
  ];
  // What earlier attempts paid is in the month's sum alone.
  return `${failures > 0 ? "The last attempt" : "It"} has cost ${parts.join(", ")}.`;
};
