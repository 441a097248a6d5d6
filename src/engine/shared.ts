/** Typed arrays over SharedArrayBuffer, so that a worker builds what all threads read. */
export const shared = {
  u8: (length: number) => new Uint8Array(new SharedArrayBuffer(length)),
  u16: (length: number) => new Uint16Array(new SharedArrayBuffer(length * 2)),
  u32: (length: number) => new Uint32Array(new SharedArrayBuffer(length * 4)),
  f64: (length: number) => new Float64Array(new SharedArrayBuffer(length * 8)),
};
