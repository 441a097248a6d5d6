/** A name of 16 hexadecimal digits for a text: FNV-1a of 64 bits (Fowler, Noll, Vo), over its UTF-16 units. */
export const hashOf = (text: string): string => {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++)
    hash = ((hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, "0");
};
