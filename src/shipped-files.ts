import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { WinnowError } from "./domain/errors.ts";
import type { CatalogMapping } from "./domain/mapping.ts";
import { parseSynonyms, type SynonymRule } from "./query/synonyms.ts";
import { readMapping } from "./text/read-mapping.ts";

/** The mapping that ships with the program, `mappings/products.json`. */
export const readDefaultMapping = (): Promise<CatalogMapping> => readMappingFile(fromRoot("mappings/products.json"));

/** @throws WinnowError `invalid_mapping` */
export const readMappingFile = async (file: string): Promise<CatalogMapping> => {
  let body: unknown;
  try {
    body = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new WinnowError("invalid_mapping", `${file} cannot be read as JSON: ${(cause as Error).message}`, {
      where: file,
      cause,
    });
  }
  return readMapping(body);
};

/** The synonyms that ship with the program, `mappings/synonyms.txt`. @throws WinnowError `invalid_config` */
export const readSynonyms = async (): Promise<readonly SynonymRule[]> =>
  parseSynonyms(await readFile(fromRoot("mappings/synonyms.txt"), "utf8"), "mappings/synonyms.txt");

// The compiled file lies two folders below the root.
const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
