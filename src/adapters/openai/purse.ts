import { WinnowError } from "../../domain/errors.ts";
import type { SpendLimit, TokenUsage } from "../../ports/language-model.ts";

/** What may be spent, and what is. What is on its way counts as spent in full until it is known. */
export interface Purse {
  /** @throws WinnowError `budget_spent` when this much is not left */
  reserve(most: TokenUsage): Reservation;
}

export interface Reservation {
  /** To be called once, with what it came to. */
  settle(actual: TokenUsage): void;
}

/** @param before what had been spent already */
export function createPurse(name: string, limit: SpendLimit, before: Spent = { tokens: 0, costMicros: 0 }): Purse {
  let { tokens, costMicros } = before;
  return {
    reserve(most) {
      const next = { tokens: tokens + tokensOf(most), costMicros: costMicros + most.costMicros };
      if (next.tokens > (limit.tokens ?? Infinity) || next.costMicros > (limit.costMicros ?? Infinity)) {
        throw new WinnowError("budget_spent", `${name} is spent: ${describe({ tokens, costMicros }, limit)}.`, {
          hint: "Raise it, or go on later: what was written is kept and not paid for again.",
        });
      }
      ({ tokens, costMicros } = next);
      return {
        settle(actual) {
          tokens += tokensOf(actual) - tokensOf(most);
          costMicros += actual.costMicros - most.costMicros;
        },
      };
    },
  };
}

export interface Spent {
  readonly tokens: number;
  readonly costMicros: number;
}

/** Takes from all of them or from none. */
export function joinPurses(purses: readonly Purse[]): Purse {
  return {
    reserve(most) {
      const reserved: Reservation[] = [];
      try {
        for (const purse of purses) reserved.push(purse.reserve(most));
      } catch (error) {
        for (const each of reserved) each.settle({ promptTokens: 0, completionTokens: 0, costMicros: 0 });
        throw error;
      }
      return { settle: (actual) => reserved.forEach((each) => each.settle(actual)) };
    },
  };
}

const tokensOf = ({ promptTokens, completionTokens }: TokenUsage): number => promptTokens + completionTokens;

function describe(spent: Spent, limit: SpendLimit): string {
  const parts = [
    ...(limit.tokens === null ? [] : [`${spent.tokens} of ${limit.tokens} tokens`]),
    ...(limit.costMicros === null
      ? []
      : [`${(spent.costMicros / 1e6).toFixed(4)} of ${(limit.costMicros / 1e6).toFixed(4)}`]),
  ];
  return `${parts.join(", ")}, and the next request may need more than is left`;
}
