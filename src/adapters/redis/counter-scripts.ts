import type { Script } from "./connection.ts";

/*
 * Of a catalogue, under its base name B:
 *   B            hash: seq (how much of the log is folded), gen (which generation counts)
 *   B:gen        hash: entity -> version, a token that no two states of the counters share, and all its counts as JSON
 * An entity is one text: 200 products are 200 texts to send and read, not 10,000 fields. Beginning anew takes the next
 * generation, so that nobody has to wait for the removal of the last one.
 */
const begin = `
local base = KEYS[1]
local meta = redis.call('HMGET', base, 'seq', 'gen')
local seq, gen = meta[1] or '0', meta[2] or '0'
local entities = base .. ':' .. gen
`;

/** Characters of a version. */
export const versionLength = 12;

/**
 * Values: pairs of key and the version that is known of it, or an empty text.
 * @returns sequence and generation, then for each that has another version its place from 1, and its text or an empty one
 */
export const readScript: Script = {
  name: "winnowCountersRead",
  lua: `${begin}
local answer, most = {seq, gen}, 1000
for start = 1, #ARGV, 2 * most do
  local keys = {}
  for i = start, math.min(start + 2 * most, #ARGV + 1) - 1, 2 do keys[#keys + 1] = ARGV[i] end
  local found = redis.call('HMGET', entities, unpack(keys))
  for i = 1, #keys do
    local text, known = found[i] or '', ARGV[start + 2 * i - 1]
    if string.sub(text, 1, ${versionLength}) ~= known then
      answer[#answer + 1] = (start - 1) / 2 + i
      answer[#answer + 1] = text
    end
  end
end
return answer`,
};

/**
 * Values: from, to, the generation, then pairs of key and its new text, empty for none. What is written was worked out of
 * what was read as of \`from\`, so that it is right exactly as long as the counters are still there.
 * @returns 1, or 0 when they are not
 */
export const applyScript: Script = {
  name: "winnowCountersApply",
  lua: `${begin}
if seq ~= ARGV[1] or gen ~= ARGV[3] then return 0 end
for i = 4, #ARGV, 2 do
  if ARGV[i + 1] == '' then redis.call('HDEL', entities, ARGV[i]) else redis.call('HSET', entities, ARGV[i], ARGV[i + 1]) end
end
redis.call('HSET', base, 'seq', ARGV[2])
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

/** @returns the sequence */
export const sequenceScript: Script = { name: "winnowCountersSequence", lua: `${begin}return seq` };

/** Begins anew; what there was is freed behind. */
export const resetScript: Script = {
  name: "winnowCountersReset",
  lua: `${begin}
redis.call('HDEL', base, 'seq')
redis.call('HINCRBY', base, 'gen', 1)
return redis.call('UNLINK', entities)`,
};
