import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Every file below a folder that holds one of these, as `name: needle`; what is gone meanwhile holds none. */
export const filesWith = async (folder: string, needles: readonly string[]): Promise<readonly string[]> => {
  await readdir(folder);
  return below(folder, needles);
};

// Folder by folder: of a server that runs, one may go while another is read, and Node's own walk ends at that.
const below = async (folder: string, needles: readonly string[]): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(orGone([]))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await below(path, needles)));
    if (!entry.isFile()) continue;
    const bytes = await readFile(path).catch(orGone(Buffer.alloc(0)));
    for (const needle of needles) if (bytes.includes(needle)) found.push(`${entry.name}: ${needle}`);
  }
  return found;
};

const orGone =
  <T>(nothing: T) =>
  (error: unknown): T => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return nothing;
  };
