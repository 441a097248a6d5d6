import { Redis } from "ioredis";
import { WinnowError } from "../../domain/errors.ts";

/** How long a command may take, in milliseconds. */
const commandMs = 1000;

export interface Connections {
  /** For all calls: fails at once while the server is gone. */
  readonly client: Redis;
  /** For what Bull announces; waits for the server. */
  readonly subscriber: Redis;
  /** One more that may block; to be disconnected by its user. */
  blocking(): Redis;
  close(): Promise<void>;
}

/** Connects behind the calls; resolves when it is connected or cannot be at once. */
export async function openConnections(url: string, onTrouble: (error: unknown) => void): Promise<Connections> {
  const again = { retryStrategy: (times: number) => Math.min(50 * times, 1000), disconnectTimeout: 100 };
  // What may wait, waits for ever: Bull asks for these two settings.
  const waiting = { ...again, maxRetriesPerRequest: null, enableReadyCheck: false };
  const client = new Redis(url, {
    ...again,
    // Nor is a call kept that was on its way when the connection broke: whoever asked is told, and may ask again.
    ...{ lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0 },
    ...{ connectTimeout: commandMs, commandTimeout: commandMs, socketTimeout: commandMs },
  });
  const quiet = (redis: Redis): Redis => redis.on("error", () => undefined).setMaxListeners(200);
  // Told once an outage: by the connection that everything goes through.
  let isTold = false;
  /** Those that wait would not notice a connection that is dead and was never closed. */
  const waiters = new Set<Redis>();
  client.on("ready", () => (isTold = false));
  client.on("error", (error) => {
    if (!isTold) onTrouble(error);
    isTold = true;
    if (error.message.startsWith("Socket timeout")) for (const each of waiters) each.disconnect(true);
  });
  client.setMaxListeners(200);
  await client.connect().catch(() => undefined);
  const open = (): Redis => {
    const redis = quiet(new Redis(url, waiting));
    waiters.add(redis.on("end", () => waiters.delete(redis)));
    return redis;
  };
  const subscriber = open();
  return {
    client,
    subscriber,
    blocking: () => {
      const redis = open();
      // Bull quits before it disconnects: behind a command that blocks, that takes half a second and fails unheard.
      redis.quit = () => {
        redis.disconnect();
        return Promise.resolve("OK");
      };
      return redis;
    },
    close: async () => {
      subscriber.disconnect();
      if (client.status === "ready") await client.quit().catch(() => undefined);
      client.disconnect(); // also while it tries to come back
    },
  };
}

/**
 * A server that is frozen, or behind a way that swallows what is sent, holds its connections: only its silence tells. What
 * it has to answer may take longer than this; that it is there does not.
 *
 * @throws Error when a PING is not answered within so many milliseconds
 */
export async function answersWithin(client: Redis, ms: number): Promise<void> {
  const answered = client.ping();
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_, reject) => {
    // An answer may have come while this process was busy itself: what waits in sockets is read before it is judged.
    timer = setTimeout(() => setImmediate(() => reject(new Error(`it was silent for ${ms} ms`))), ms);
  });
  try {
    await Promise.race([answered, silent]);
  } finally {
    clearTimeout(timer);
  }
}

/** @throws WinnowError `engine_unavailable`, `storage_full`, `storage_failed` instead of the client's errors */
export async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof WinnowError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    if (message.startsWith("OOM"))
      throw new WinnowError("storage_full", `Redis takes no jobs: ${message}`, {
        hint: "Give it more memory (maxmemory), with the policy noeviction.",
        cause,
      });
    if (message.startsWith("MISCONF"))
      throw new WinnowError("storage_full", `Redis takes no jobs, since it cannot store them: ${message}`, {
        where: "REDIS_URL",
        retryAfterS: 5,
        hint: "Free room on the disk that Redis writes its append-only file to; its log says what else may be wrong there.",
        cause,
      });
    // Redis begins its own errors with a word in capitals.
    if (/^(ERR|WRONGTYPE|READONLY|NOPERM|NOAUTH|WRONGPASS)\b/.test(message))
      throw new WinnowError("storage_failed", `Redis refused: ${message}`, {
        where: "REDIS_URL",
        hint: "Is it a Redis of our own that takes writes and Lua scripts, and are user and password right?",
        cause,
      });
    // ioredis' own words for a connection that is closed say nothing to an operator.
    const why = message.startsWith("Stream isn't writeable") ? "there is no connection to it" : message;
    throw new WinnowError("engine_unavailable", `The job queue's Redis cannot be reached: ${why}`, {
      where: "REDIS_URL",
      retryAfterS: 1,
      hint: "Is it running, and is REDIS_URL right? Searches and events go on without it; jobs wait.",
      cause,
    });
  }
}
