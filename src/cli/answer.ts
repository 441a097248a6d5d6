import { Option } from "commander";

/** `--catalog`. */
export const catalogOption = (): Option => new Option("--catalog <name>", "which catalogue").default("products");

/** Prints what a command found: all of it as JSON with `--json`, else lines for a person. */
export const answerTo =
  (stdout: Pick<NodeJS.WritableStream, "write">) =>
  ({ json }: { readonly json?: true }, value: unknown, lines: readonly string[]): void =>
    void stdout.write(json === true ? `${JSON.stringify(value, null, 2)}\n` : `${lines.join("\n")}\n`);
