import { open } from "node:fs/promises";

/** Makes what was written to a file durable. */
export const syncFile = (file: string): Promise<void> => sync(file, "r+");

/** Makes names that were given in a folder durable. */
export const syncFolder = (folder: string): Promise<void> => sync(folder, "r").catch(() => undefined); // not every file system can

const sync = async (path: string, flags: "r" | "r+"): Promise<void> => {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
