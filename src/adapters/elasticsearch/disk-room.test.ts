import { type DiskSettings, judgeDisks, leastFree } from "./disk-room.ts";

const GB = 1024 ** 3;
/** What a server without own settings answers. */
const defaults: DiskSettings = {
  threshold_enabled: "true",
  "watermark.low": "85%",
  "watermark.low.max_headroom": "200GB",
  "watermark.high": "90%",
  "watermark.high.max_headroom": "150GB",
  "watermark.flood_stage": "95%",
  "watermark.flood_stage.max_headroom": "100GB",
};
const levels = (freeGb: number, totalGb: number, settings = defaults): readonly string[] => {
  const row = { node: "n", "disk.avail": String(freeGb * GB), "disk.total": String(totalGb * GB) };
  return judgeDisks([row], settings).map(({ level, message }) => `${level} ${message.split(": ").at(-1)!}`);
};

describe("disk watermarks", () => {
  it("are judged as Elasticsearch does: by percentage, capped by the headroom", () => {
    expect(levels(20, 100)).toEqual(["ok 20.0 GB free of 100.0 GB"]);
    expect(levels(14, 100)[0]).toContain("warn above the low");
    expect(levels(9, 100)[0]).toContain("warn above the high");
    expect(levels(4, 100)[0]).toContain("fail above the flood stage");
    // 250 of 10,000 GB are 2.5 %: fine, since more than the headroom is free.
    expect(levels(250, 10_000)[0]).toContain("ok");
    expect(levels(90, 10_000)[0]).toContain("fail");
  });
  it("may be ratios or bytes that must be free", () => {
    expect(leastFree("0.9", undefined, 100)).toBeCloseTo(10);
    expect(leastFree("500mb", undefined, 1)).toBe(500 * 1024 ** 2);
    expect(leastFree(undefined, undefined, 100)).toBe(0);
  });
  it("are worth a warning when they are switched off", () => {
    expect(levels(1, 100, { ...defaults, threshold_enabled: "false" })).toEqual([
      "warn Elasticsearch does not watch its disks",
      "ok 1.0 GB free of 100.0 GB",
    ]);
  });
});
