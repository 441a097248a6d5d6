import { pino } from "pino";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

type Fields = Readonly<Record<string, unknown>>;

/** JSON lines on standard output, one an event. Fields carry ids and numbers; never a key, query text only at debug. */
export interface Log {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
  isLevelEnabled(level: "debug" | "info"): boolean;
  /** Writes what is buffered; before the process ends. */
  flush(): void;
}

/**
 * @param fd a file descriptor; 1 is standard output
 */
export const openLog = (level: LogLevel, fd = 1): Log => {
  // Lines are buffered (a write system call each would cost more than the search itself) and flushed four times a second.
  const destination = pino.destination({ fd, sync: false, minLength: 8192, periodicFlush: 250 });
  const logger = pino({ level, base: null }, destination);
  return Object.assign(logger, {
    flush: () => {
      try {
        destination.flushSync();
      } catch {
        // Not open yet: nothing has been written.
      }
    },
  });
};

/** For tests and commands that report in their own way. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  isLevelEnabled: () => false,
  flush: () => undefined,
};
