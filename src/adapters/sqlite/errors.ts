import Database from "better-sqlite3";
import { WinnowError, type ErrorCode } from "../../domain/errors.ts";

/** What SQLite could not do, said so that an operator can act on it. A WinnowError stays as it is. */
export function toWinnowError(error: unknown, file: string): WinnowError {
  if (error instanceof WinnowError) return error;
  const code = error instanceof Database.SqliteError ? error.code : systemCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === "SQLITE_FULL" || code === "ENOSPC") {
    return new WinnowError("storage_full", `no space left to write to ${file}`, {
      where: file,
      hint: "Free some disk space; nothing that was acknowledged is lost.",
      retryAfterS: 30,
      cause: error,
    });
  }
  if (code.startsWith("SQLITE_BUSY")) {
    return new WinnowError("storage_failed", `${file} is being written by another process for too long`, {
      where: file,
      hint: "Try again when the other import has finished.",
      retryAfterS: 5,
      cause: error,
    });
  }
  if (code.startsWith("SQLITE_CONSTRAINT")) {
    return new WinnowError("conflict", "there is one with this id or key already", { cause: error });
  }
  const hint = hints.find(([start]) => code.startsWith(start))?.[1] ?? "Look at the disk and the file's permissions.";
  return new WinnowError("storage_failed", `${file}: ${message}${code === "" ? "" : ` (${code})`}`, {
    where: file,
    hint,
    cause: error,
  });
}

const hints: readonly (readonly [string, string])[] = [
  ["SQLITE_NOTADB", "It is not a SQLite database; point the data folder elsewhere, or move this file away."],
  ["SQLITE_CORRUPT", "The file is damaged; restore it from a backup, or move it away and import again."],
  ["SQLITE_CANTOPEN", "See that the folder exists and may be written to."],
  ["SQLITE_READONLY", "See that the file and its folder may be written to."],
  ["EACCES", "See that the folder may be written to."],
];

function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** An error as it crosses from a worker thread to its caller. */
export interface ErrorMessage {
  readonly code: ErrorCode;
  readonly message: string;
  readonly where?: string;
  readonly hint?: string;
  readonly retryAfterS?: number;
}

export function errorToMessage({ code, message, where, hint, retryAfterS }: WinnowError): ErrorMessage {
  return {
    code,
    message,
    ...(where !== undefined && { where }),
    ...(hint !== undefined && { hint }),
    ...(retryAfterS !== undefined && { retryAfterS }),
  };
}

export function errorFromMessage({ code, message, ...details }: ErrorMessage): WinnowError {
  return new WinnowError(code, message, details);
}
