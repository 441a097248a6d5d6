import { readFileSync } from "node:fs";

/** The version in package.json; the compiled file lies three folders below it. */
export const readVersion = (): string =>
  (JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as { version: string }).version;
