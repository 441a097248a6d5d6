import type { SessionEntry } from "../../domain/session.ts";
import type { SessionStore } from "../../ports/session-store.ts";
import type { Connection, Script } from "./connection.ts";

export interface SessionStoreOptions {
  /** What the names of our keys begin with. */
  readonly prefix: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly close: () => Promise<void>;
}

const entriesKept = 50;
const forgottenAfterMs = 30 * 60_000;

/*
 * A session is a hash, so that it is forgotten as a whole: catalogue -> when it was touched, `:`, and JSON of its entries
 * as texts, which Lua leaves as they are: its numbers are not ours.
 */
const readScript: Script = { name: "winnowSessionRead", lua: `return redis.call('HGET', KEYS[1], ARGV[1])` };

/** Values: catalogue, now, how long sessions are kept in ms, how many entries, then sequence and JSON of each. */
const addScript: Script = {
  name: "winnowSessionAdd",
  lua: `
local now, keptMs, most = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local held = redis.call('HGET', KEYS[1], ARGV[1])
local entries, known = {}, {}
if held then
  local touched, json = string.match(held, '^(%d+):(.*)$')
  if now - tonumber(touched) < keptMs then entries = cjson.decode(json) end
end
for _, entry in ipairs(entries) do known[entry[1]] = true end
for i = 5, #ARGV, 2 do
  if not known[ARGV[i]] then
    known[ARGV[i]] = true
    entries[#entries + 1] = {ARGV[i], ARGV[i + 1]}
  end
end
table.sort(entries, function(a, b) return tonumber(a[1]) < tonumber(b[1]) end)
local last = {}
for i = math.max(1, #entries - most + 1), #entries do last[#last + 1] = entries[i] end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ':' .. cjson.encode(last))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`,
};

const forgetScript: Script = { name: "winnowSessionForget", lua: `return redis.call('UNLINK', KEYS[1])` };

/** Sessions in Redis, shared by any number of processes; they expire by themselves. */
export function createSessionStore(connection: Connection, options: SessionStoreOptions): SessionStore {
  const { prefix, now, close } = options;
  const keyOf = (session: string): string => `${prefix}:s:${session}`;
  return {
    read: async (catalog, session) => {
      const held = (await connection.run(readScript, [keyOf(session)], [catalog])) as string | null;
      if (held === null) return null;
      const at = held.indexOf(":");
      if (now() - Number(held.slice(0, at)) >= forgottenAfterMs) return null;
      const entries = JSON.parse(held.slice(at + 1)) as readonly (readonly [string, string])[];
      return { entries: entries.map(([, json]) => JSON.parse(json) as SessionEntry) };
    },
    add: async (catalog, session, entries) => {
      if (entries.length === 0) return;
      const values = entries.flatMap((entry) => [String(entry.sequence), JSON.stringify(entry)]);
      const settings = [catalog, String(Math.floor(now())), String(forgottenAfterMs), String(entriesKept)];
      await connection.run(addScript, [keyOf(session)], [...settings, ...values]);
    },
    forget: async (session) => {
      await connection.run(forgetScript, [keyOf(session)], []);
    },
    [Symbol.asyncDispose]: close,
  };
}
