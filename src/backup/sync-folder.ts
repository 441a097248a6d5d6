import { open } from "node:fs/promises";

/** Makes names that were given in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().catch(() => undefined); // not every file system can
  await handle.close();
}
