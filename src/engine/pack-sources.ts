import type { Column } from "../domain/columns.ts";
import { shared } from "./shared.ts";

/** `source.*`: each product's JSON. */
export function packSources(order: Uint32Array, sources: readonly (string | Uint8Array)[]): Record<string, Column> {
  const starts = shared.u32(order.length + 1);
  let length = 0;
  for (let i = 0; i < order.length; i++) {
    const source = sources[order[i]!]!;
    length += typeof source === "string" ? Buffer.byteLength(source) : source.length;
    starts[i + 1] = length;
  }
  const bytes = shared.u8(length);
  const buffer = Buffer.from(bytes.buffer as unknown as ArrayBuffer);
  for (let i = 0; i < order.length; i++) {
    const source = sources[order[i]!]!;
    if (typeof source === "string") buffer.write(source, starts[i]!);
    else bytes.set(source, starts[i]);
  }
  return { "source.bytes": bytes, "source.starts": starts };
}
