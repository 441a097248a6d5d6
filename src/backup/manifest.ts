import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { WinnowError } from "../domain/errors.ts";

/** What a backup's folder holds besides its files; written last, so that a folder without one is no backup. */
export interface Manifest {
  /** Of the backup itself; a newer one is refused. */
  readonly format: number;
  /** Of the winnow that made it. */
  readonly winnow: string;
  /** When its copying began, ISO 8601: what was acknowledged before is in it. */
  readonly startedAt: string;
  readonly files: readonly BackedUpFile[];
}

export interface BackedUpFile {
  readonly name: string;
  /** Of its schema. */
  readonly schema: number;
  readonly bytes: number;
  readonly sha256: string;
}

export const FORMAT = 1;
export const MANIFEST = "backup.json";

/** @throws WinnowError `invalid_file`: no backup, a newer winnow's, damaged */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, MANIFEST);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new WinnowError(
      "invalid_file",
      `${folder} is no backup: ${file} cannot be read (${(cause as Error).message})`,
      {
        where: file,
        hint: "Give the folder that `winnow backup FOLDER` made.",
        cause,
      },
    );
  }
  const { format } = value as { format?: unknown };
  if (typeof format === "number" && format > FORMAT) {
    throw new WinnowError("invalid_file", `${file} has format ${format}, and this winnow reads ${FORMAT}`, {
      where: file,
      hint: `Restore it with the winnow that made it (${String((value as { winnow?: unknown }).winnow)}), or a newer one.`,
    });
  }
  if (!isManifest(value)) {
    const hint = "It was altered after it was made; take another backup.";
    throw new WinnowError("invalid_file", `${file} is not what winnow backup writes`, { where: file, hint });
  }
  return value;
}

/** @throws WinnowError `invalid_file` when the file is not byte for byte the one that was backed up */
export async function checkFile(folder: string, { name, bytes, sha256 }: BackedUpFile): Promise<void> {
  const file = join(folder, name);
  const found = await fingerprint(file).catch((cause: unknown) => {
    throw new WinnowError("invalid_file", `${file} cannot be read: ${(cause as Error).message}`, {
      where: file,
      hint: "The backup is not complete; take another one.",
      cause,
    });
  });
  if (found.bytes === bytes && found.sha256 === sha256) return;
  const what = found.bytes === bytes ? "its SHA-256 differs" : `it has ${found.bytes} bytes instead of ${bytes}`;
  throw new WinnowError("invalid_file", `${file} is damaged: ${what}`, { where: file, hint: "Take another backup." });
}

export async function fingerprint(file: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  await pipeline(createReadStream(file), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      hash.update(chunk);
    }
  });
  return { bytes, sha256: hash.digest("hex") };
}

const isManifest = (value: unknown): value is Manifest => {
  const { format, winnow, startedAt, files } = (value ?? {}) as Partial<Record<keyof Manifest, unknown>>;
  const texts = typeof winnow === "string" && typeof startedAt === "string";
  return format === FORMAT && texts && Array.isArray(files) && files.length > 0 && files.every(isFile);
};

/** A name is one of a file in the folder, never a path out of it. */
const isFile = (value: unknown): value is BackedUpFile => {
  const { name, schema, bytes, sha256 } = (value ?? {}) as Partial<Record<keyof BackedUpFile, unknown>>;
  const isName = typeof name === "string" && /^[a-z]+\.db$/.test(name);
  return isName && Number.isInteger(schema) && Number.isInteger(bytes) && /^[\da-f]{64}$/.test(String(sha256));
};
