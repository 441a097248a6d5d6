import { readFileSync } from "node:fs";
import type { JsonObject } from "../domain/json.ts";

/** mappings/products.json, for tests: they run in a build folder of the repository, from its root. */
export const defaultBody = (): JsonObject => JSON.parse(readFileSync("mappings/products.json", "utf8")) as JsonObject;
