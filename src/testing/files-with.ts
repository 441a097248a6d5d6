import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Every file below a folder that holds one of these, as `name: needle`; what is gone meanwhile holds none. */
export const filesWith = async (folder: string, needles: readonly string[]): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0));
    for (const needle of needles) if (bytes.includes(needle)) found.push(`${entry.name}: ${needle}`);
  }
  return found;
};
