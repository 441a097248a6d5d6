import type { Connection, Script } from "./connection.ts";

/*
 * Of a catalogue, under its base name B:
 *   B              hash: seq (how much of the log is folded), ver (drawn anew by each step), gen (which generation counts)
 *   B:gen          hash: entity -> all its counts as JSON
 *   B:gen:changes  sorted set: the last steps, by their seq, each saying what it changed: see Change
 * An entity is one text: 200 products are 200 texts to send and read, not 10,000 fields. Beginning anew takes the next
 * generation, so that nobody has to wait for the removal of the last one.
 */
const begin = `
local base = KEYS[1]
local meta = redis.call('HMGET', base, 'seq', 'ver', 'gen')
local seq, ver, gen = meta[1] or '0', meta[2] or '', meta[3] or '0'
local entities, changes = base .. ':' .. gen, base .. ':' .. gen .. ':changes'
`;

/** A step: the version before, the version after, and what it changed; null when that is too much to list. */
export type Change = readonly [from: string, to: string, keys: readonly string[] | null];

/** Steps remembered for those who follow. */
const remembered = 100;

/**
 * Values: the sequence and the version that the caller knows, then keys.
 * @returns sequence, version, the remembered changes after the known ones, and the text of each key, null for none
 */
export const readScript: Script = {
  name: "winnowCountersRead",
  lua: `${begin}
local since, texts, most = {}, {}, 1000
if ARGV[2] ~= '' and ver ~= ARGV[2] then since = redis.call('ZRANGEBYSCORE', changes, '(' .. ARGV[1], '+inf') end
for start = 3, #ARGV, most do
  local keys = {}
  for i = start, math.min(start + most - 1, #ARGV) do keys[#keys + 1] = ARGV[i] end
  local found = redis.call('HMGET', entities, unpack(keys))
  for i = 1, #keys do texts[start - 3 + i] = found[i] end
end
return {seq, ver, since, texts}`,
};

/**
 * Values: from, to, the version before, the new one, the change as JSON, then pairs of key and its new text, empty for
 * none. What is written was worked out of what was read, so that it is right exactly as long as that is still there.
 * @returns 1, or 0 when it is not
 */
export const applyScript: Script = {
  name: "winnowCountersApply",
  lua: `${begin}
if seq ~= ARGV[1] or ver ~= ARGV[3] then return 0 end
for i = 6, #ARGV, 2 do
  if ARGV[i + 1] == '' then redis.call('HDEL', entities, ARGV[i]) else redis.call('HSET', entities, ARGV[i], ARGV[i + 1]) end
end
redis.call('HSET', base, 'seq', ARGV[2], 'ver', ARGV[4])
redis.call('ZADD', changes, ARGV[2], ARGV[5])
redis.call('ZREMRANGEBYRANK', changes, 0, -${remembered + 1})
return 1`,
};

/** Values: a cursor of SCAN, about how many. @returns the next cursor, then key and text of each */
export const pageScript: Script = {
  name: "winnowCountersPage",
  lua: `${begin}
local of, at = string.match(ARGV[1], '^(%d+)%.(%d+)$')
local scanned = redis.call('HSCAN', entities, of == gen and at or '0', 'COUNT', ARGV[2])
return {scanned[1] == '0' and '' or gen .. '.' .. scanned[1], scanned[2]}`,
};

/** Begins anew; what there was is freed behind. */
export const resetScript: Script = {
  name: "winnowCountersReset",
  lua: `${begin}
redis.call('HDEL', base, 'seq', 'ver')
redis.call('HINCRBY', base, 'gen', 1)
return redis.call('UNLINK', entities, changes)`,
};

/** Forgets what the remembered steps of every catalogue have changed: who follows one asks for all anew. */
export const dropChanges = async (connection: Connection, prefix: string): Promise<void> => {
  let cursor = "0";
  do {
    const scanned = await connection.command("SCAN", cursor, "MATCH", `${prefix}:{*}:n:*:changes`, "COUNT", "1000");
    const [next, keys] = scanned as readonly [string, readonly string[]];
    if (keys.length > 0) await connection.command("UNLINK", ...keys);
    cursor = next;
  } while (cursor !== "0");
};
