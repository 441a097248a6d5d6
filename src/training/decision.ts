import { createHash } from "node:crypto";
import type { Check, Decision } from "../domain/model.ts";

/** @param of what makes this decision this one: the same twice, from whichever process, is one decision */
export function decisionOf(decision: Omit<Decision, "id">, of: readonly (string | number)[]): Decision {
  const { catalog, kind, version, by } = decision;
  const hash = createHash("sha256").update([catalog, kind, version, by, ...of].join("\n"));
  return { id: `d-${hash.digest("hex").slice(0, 16)}`, ...decision };
}

/** A check without an interval or a limit. */
export function plainCheck(name: string, passed: boolean, says: string, value: number | null = null): Check {
  return { name, passed, value, low: null, high: null, limit: null, says };
}
