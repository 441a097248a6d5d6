import type { Script } from "./connection.ts";

/*
 * Of a catalogue, under its base name B:
 *   B            hash: seq (how much of the log is folded), gen (which generation counts), swept (what is removed)
 *   B:gen:v      hash: entity -> version, a token that no two states of the counters share
 *   B:gen:e:KEY  hash: field -> count
 * Beginning anew takes the next generation, so that nobody has to wait for the removal of the last one.
 */
const begin = `
local base = KEYS[1]
local meta = redis.call('HMGET', base, 'seq', 'gen')
local seq, gen = meta[1] or '0', meta[2] or '0'
local versions, entity = base .. ':' .. gen .. ':v', base .. ':' .. gen .. ':e:'
`;

/**
 * Values: pairs of key and the version that is known of it, or an empty text.
 * @returns the sequence, then for each that has another version its place from 1, version, and fields with counts
 */
export const readScript: Script = {
  name: "winnowCountersRead",
  lua: `${begin}
local answer, most = {seq}, 1000
for start = 1, #ARGV, 2 * most do
  local keys = {}
  for i = start, math.min(start + 2 * most, #ARGV + 1) - 1, 2 do keys[#keys + 1] = ARGV[i] end
  local found = redis.call('HMGET', versions, unpack(keys))
  for i = 1, #keys do
    local version = found[i] or ''
    if version ~= ARGV[start + 2 * i - 1] then
      answer[#answer + 1] = (start - 1) / 2 + i
      answer[#answer + 1] = version
      answer[#answer + 1] = redis.call('HGETALL', entity .. keys[i])
    end
  end
end
return answer`,
};

/** Values: from, to, the new version, and JSON of [[key, field, by, field, by, …], …]. @returns 1, or 0 when it is not at `from` */
export const applyScript: Script = {
  name: "winnowCountersApply",
  lua: `${begin}
if seq ~= ARGV[1] then return 0 end
for _, change in ipairs(cjson.decode(ARGV[4])) do
  local key = change[1]
  local name = entity .. key
  for i = 2, #change, 2 do
    if redis.call('HINCRBY', name, change[i], change[i + 1]) == 0 then redis.call('HDEL', name, change[i]) end
  end
  if redis.call('EXISTS', name) == 1 then
    redis.call('HSET', versions, key, ARGV[3])
  else
    redis.call('HDEL', versions, key)
  end
end
redis.call('HSET', base, 'seq', ARGV[2])
return 1`,
};

/** Values: a cursor of SCAN, about how many. @returns the next cursor, then key and fields with counts of each */
export const pageScript: Script = {
  name: "winnowCountersPage",
  lua: `${begin}
local cursor = ARGV[1]
local of, at = string.match(cursor, '^(%d+)%.(%d+)$')
if of ~= gen then at = '0' end
local scanned = redis.call('HSCAN', versions, at, 'COUNT', ARGV[2])
local answer = {scanned[1] == '0' and '' or gen .. '.' .. scanned[1]}
for i = 1, #scanned[2], 2 do
  answer[#answer + 1] = scanned[2][i]
  answer[#answer + 1] = redis.call('HGETALL', entity .. scanned[2][i])
end
return answer`,
};

/** @returns the sequence */
export const sequenceScript: Script = { name: "winnowCountersSequence", lua: `${begin}return seq` };

/** Begins anew. */
export const resetScript: Script = {
  name: "winnowCountersReset",
  lua: `redis.call('HDEL', KEYS[1], 'seq') return redis.call('HINCRBY', KEYS[1], 'gen', 1)`,
};

/** Removes some of what earlier generations left. Values: a cursor, how many entities. @returns the next; empty: all is gone */
export const sweepScript: Script = {
  name: "winnowCountersSweep",
  lua: `${begin}
local swept = redis.call('HGET', base, 'swept') or '0'
if tonumber(swept) >= tonumber(gen) then return '' end
local old = base .. ':' .. swept
local of, at = string.match(ARGV[1], '^(%d+)%.(%d+)$')
-- A scan goes on where it was: from the beginning it would come upon the places it has emptied.
local scanned = redis.call('HSCAN', old .. ':v', of == swept and at or '0', 'COUNT', ARGV[2])
for i = 1, #scanned[2], 2 do
  redis.call('UNLINK', old .. ':e:' .. scanned[2][i])
  redis.call('HDEL', old .. ':v', scanned[2][i])
end
if scanned[1] ~= '0' then return swept .. '.' .. scanned[1] end
redis.call('UNLINK', old .. ':v')
return redis.call('HINCRBY', base, 'swept', 1) .. '.0'`,
};
