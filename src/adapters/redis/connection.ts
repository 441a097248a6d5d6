import { Redis } from "ioredis";
import { WinnowError } from "../../domain/errors.ts";
import { childSpan } from "../../observe/trace.ts";

/** One connection; no call waits for one that is not there. */
export interface Connection {
  /** Runs a script that is known to the server, or sends it. @throws WinnowError `engine_unavailable`, `storage_full`, `storage_failed` */
  run(script: Script, keys: readonly string[], values: readonly string[]): Promise<unknown>;
  /** Of the server itself. @throws WinnowError as `run` does; `storage_failed` for one that is not known or allowed there */
  command(name: string, ...values: readonly string[]): Promise<unknown>;
  close(): Promise<void>;
}

export interface Script {
  readonly name: string;
  readonly lua: string;
}

/** How long a command may take, and at first the connection, in milliseconds. */
const commandMs = 1000;

/** Resolves when it is connected or cannot be at once; then it goes on trying behind. */
export async function connect(url: string): Promise<Connection> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: commandMs,
    commandTimeout: commandMs,
    // One that is silent is left and dialled anew, and until it answers commands fail at once: a server that is frozen, or
    // behind a way that swallows what is sent, must not cost each search its budget, nor hold a dead connection for ever.
    socketTimeout: commandMs,
    retryStrategy: (times) => Math.min(50 * times, 1000),
  });
  // Told by the commands that fail; without a listener it would end the process.
  redis.on("error", () => undefined);
  await redis.connect().catch(() => undefined);

  const known = new Set<string>();
  const commands = redis as unknown as Record<string, (...values: readonly unknown[]) => Promise<unknown>>;
  return {
    run: async ({ name, lua }, keys, values) => {
      if (!known.has(name)) {
        redis.defineCommand(name, { lua });
        known.add(name);
      }
      const attributes = {
        "db.system.name": "redis",
        "db.operation.name": "EVALSHA",
        "db.stored_procedure.name": name,
      };
      return await childSpan("client", `EVALSHA ${name}`, attributes, async () => {
        try {
          return await commands[name]!(keys.length, ...keys, ...values);
        } catch (error) {
          throw toError(error);
        }
      });
    },
    command: (name, ...values) =>
      redis.call(name, ...values).catch((error: unknown) => {
        throw toError(error);
      }),
    close: async () => {
      if (redis.status === "ready") await redis.quit().catch(() => undefined);
      redis.disconnect(); // also while it tries to come back
    },
  };
}

/** As ioredis begins to say it. */
const closed = "Stream isn't writeable";

function toError(cause: unknown): WinnowError {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (message.startsWith("OOM"))
    return new WinnowError("storage_full", `Redis takes no writes: ${message}`, {
      hint: "Give it more memory (maxmemory), with the policy noeviction.",
      cause,
    });
  if (message.startsWith("MISCONF"))
    return new WinnowError("storage_full", `Redis takes no writes, since it cannot store them: ${message}`, {
      where: "REDIS_URL",
      retryAfterS: 5,
      hint: "Free room on the disk that Redis writes its append-only file to; its log says what else may be wrong there.",
      cause,
    });
  // Redis begins its own errors with a word in capitals.
  if (/^(ERR|WRONGTYPE|READONLY|NOPERM|NOAUTH|WRONGPASS)\b/.test(message))
    return new WinnowError("storage_failed", `Redis refused: ${message}`, {
      where: "REDIS_URL",
      hint: "Is it a Redis of our own that takes writes and Lua scripts, and are user and password right?",
      cause,
    });
  return new WinnowError(
    "engine_unavailable",
    `Redis cannot be reached: ${message.startsWith(closed) ? "there is no connection to it" : message}`,
    {
      where: "REDIS_URL",
      retryAfterS: 1,
      hint: "Is it running, and is REDIS_URL right?",
      cause,
    },
  );
}
