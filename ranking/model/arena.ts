/** Arrays laid into memory one after the other. */
export interface Arena {
  /** @returns the address; 16-byte aligned */
  place(array: ArrayBufferView): number;
  /** Keeps bytes free. @returns their address */
  reserve(bytes: number): number;
  /** Where the next one would lie. */
  readonly end: number;
  /** Everything placed; reserved bytes are 0. */
  bytes(): Uint8Array<ArrayBuffer>;
}

/** @param base address of the first byte */
export function createArena(base: number): Arena {
  const placed: { readonly at: number; readonly array: ArrayBufferView }[] = [];
  let end = base;
  const reserve = (bytes: number) => {
    const at = Math.ceil(end / 16) * 16;
    end = at + bytes;
    return at;
  };
  return {
    reserve,
    place(array) {
      const at = reserve(array.byteLength);
      placed.push({ at, array });
      return at;
    },
    get end() {
      return end;
    },
    bytes() {
      const bytes = new Uint8Array(end - base);
      for (const { at, array } of placed) {
        bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at - base);
      }
      return bytes;
    },
  };
}
