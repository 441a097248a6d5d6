import type { RateCounts } from "../../ports/rate-counts.ts";
import type { Connection, Script } from "./connection.ts";

const addScript: Script = {
  name: "winnowRatesAdd",
  lua: `
local sums = {}
for i = 2, #ARGV, 2 do sums[#sums + 1] = redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return sums`,
};

/** One hash a window, so that Redis forgets it as a whole. */
export const createRateCounts = (connection: Connection, prefix: string): RateCounts => ({
  async add(window, points, keptMs) {
    const names = [...points.keys()];
    const values = names.flatMap((name) => [name, String(points.get(name)!)]);
    const sums = (await connection.run(
      addScript,
      [`${prefix}:rates:${window}`],
      [String(keptMs), ...values],
    )) as number[];
    return new Map(names.map((name, i) => [name, sums[i]!]));
  },
});
