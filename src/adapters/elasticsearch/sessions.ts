import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Records } from "./records.ts";

/** Says of each index being filled who fills it, so that what a dead import has left can be told from a living one's. */
export interface Sessions {
  begin(catalog: string, index: string): Promise<Session>;
  /** Indices of the catalogue that someone is filling. */
  living(catalog: string): Promise<ReadonlySet<string>>;
}

export interface Session {
  end(): Promise<void>;
}

interface SessionRecord {
  readonly index: string;
  readonly host: string;
  readonly pid: number;
  readonly token: string;
  readonly touchedAtMs: number;
}

/** Drawn once a process: a process id alone comes back after a restart, in a container nearly always as 1. */
const token = randomUUID();
const host = hostname();
const TOUCH_MS = 20_000;
const DEAD_MS = 5 * 60_000;

export function createSessions(records: Records): Sessions {
  return {
    async begin(catalog, index) {
      const touch = () => {
        const record: SessionRecord = { index, host, pid: process.pid, token, touchedAtMs: Date.now() };
        return records.put("session", index, record, { catalog });
      };
      await touch();
      const timer = setInterval(() => void touch().catch(() => undefined), TOUCH_MS).unref();
      return {
        end: async () => {
          clearInterval(timer);
          await records.remove("session", index);
        },
      };
    },
    async living(catalog) {
      const all = await records.list<SessionRecord>("session", { catalog });
      const dead = all.filter((each) => !isLiving(each));
      for (const { index } of dead) await records.remove("session", index);
      return new Set(all.filter(isLiving).map(({ index }) => index));
    },
  };
}

function isLiving(record: SessionRecord): boolean {
  if (record.touchedAtMs < Date.now() - DEAD_MS) return false;
  if (record.host !== host) return true;
  return record.pid === process.pid ? record.token === token : isRunning(record.pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
