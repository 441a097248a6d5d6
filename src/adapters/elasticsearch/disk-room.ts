import type { Finding } from "../../domain/finding.ts";

/** A row of `_cat/allocation?bytes=b`: numbers as text. */
export interface Allocation {
  readonly node: string;
  readonly "disk.avail": string | null;
  readonly "disk.total": string | null;
}

/** `cluster.routing.allocation.disk`, flattened by dots. */
export type DiskSettings = Readonly<Record<string, string | undefined>>;

const GB = 1024 ** 3;

/**
 * Elasticsearch's own three watermarks: at `low` a node gets no more shards, at `high` it loses some, at `flood_stage`
 * its indices take no more writes.
 */
export function judgeDisks(rows: readonly Allocation[], settings: DiskSettings): readonly Finding[] {
  const check = "elasticsearch disk";
  if (settings["threshold_enabled"] === "false") {
    const hint = "Set cluster.routing.allocation.disk.threshold_enabled to true: a full disk damages indices.";
    return [{ check, level: "warn", message: "Elasticsearch does not watch its disks", hint }, ...freeOf(rows, check)];
  }
  return rows.flatMap((row): readonly Finding[] => {
    const [free, total] = [Number(row["disk.avail"]), Number(row["disk.total"])];
    if (row["disk.avail"] === null || !(total > 0)) return [];
    const message = `${row.node}: ${gb(free)} free of ${gb(total)}`;
    const below = (name: string) =>
      free < leastFree(settings[`watermark.${name}`], settings[`watermark.${name}.max_headroom`], total);
    const hint = "Free some space, add a node, or drop old indices; writes go on by themselves then.";
    if (below("flood_stage"))
      return [{ check, level: "fail", message: `${message}: above the flood stage, its indices take no writes`, hint }];
    if (below("high")) return [{ check, level: "warn", message: `${message}: above the high watermark`, hint }];
    if (below("low")) return [{ check, level: "warn", message: `${message}: above the low watermark`, hint }];
    return [{ check, level: "ok", message }];
  });
}

/**
 * Bytes that must be free.
 *
 * @param watermark what may be used, `85%` or `0.85`, or what must be free, `20gb`
 * @param headroom for percentages: no more than this need be free
 */
export function leastFree(watermark: string | undefined, headroom: string | undefined, total: number): number {
  if (watermark === undefined) return 0;
  const absolute = bytesOf(watermark);
  if (absolute !== null) return absolute;
  const used = watermark.endsWith("%") ? Number(watermark.slice(0, -1)) / 100 : Number(watermark);
  const most = headroom === undefined ? null : bytesOf(headroom);
  return Math.min(total * (1 - used), most ?? Infinity);
}

function bytesOf(size: string): number | null {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(b|kb|mb|gb|tb|pb)$/iu.exec(size) ?? [];
  if (number === undefined || unit === undefined) return null;
  return Number(number) * 1024 ** ["b", "kb", "mb", "gb", "tb", "pb"].indexOf(unit.toLowerCase());
}

function freeOf(rows: readonly Allocation[], check: string): readonly Finding[] {
  return rows.flatMap(({ node, "disk.avail": free, "disk.total": total }) =>
    free === null ? [] : [{ check, level: "ok", message: `${node}: ${gb(Number(free))} free of ${gb(Number(total))}` }],
  );
}

const gb = (bytes: number): string => `${(bytes / GB).toFixed(1)} GB`;
