import { WinnowError } from "../domain/errors.ts";

/**
 * Tells a person what went wrong, where, and what to do; ends with exit code 1.
 *
 * @param debug adds the stack
 */
export const fail = (error: unknown, debug: boolean): void => {
  process.stderr.write(`${describeError(error, debug)}\n`);
  process.exitCode = 1;
};

const describeError = (error: unknown, debug: boolean): string => {
  if (!(error instanceof Error)) return `error: ${String(error)}`;
  const lines = [`error: ${error.message}`];
  if (error instanceof WinnowError) {
    if (error.where !== undefined) lines.push(`  where: ${error.where}`);
    if (error.hint !== undefined) lines.push(`  hint:  ${error.hint}`);
  }
  if (debug) lines.push(error.stack ?? "", ...(error.cause === undefined ? [] : [`cause: ${stackOf(error.cause)}`]));
  else if (!(error instanceof WinnowError)) lines.push("  hint:  LOG_LEVEL=debug shows where this comes from.");
  return lines.join("\n");
};

const stackOf = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
