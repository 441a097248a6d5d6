import { crc32, deflateRawSync } from "node:zlib";

/** A zip file of these files, deflated (PKWARE APPNOTE 4.3). */
export function zip(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const plain = Buffer.from(content as string);
    const packed = deflateRawSync(plain);
    const common = numbers(
      [20, 2],
      [0x800, 2],
      [8, 2],
      [0, 4],
      [crc32(plain), 4],
      [packed.length, 4],
      [plain.length, 4],
    );
    const nameBytes = Buffer.from(name);
    const local = Buffer.concat([
      numbers([0x04034b50, 4]),
      common,
      numbers([nameBytes.length, 2], [0, 2]),
      nameBytes,
      packed,
    ]);
    const central = [
      numbers([0x02014b50, 4], [20, 2]),
      common,
      numbers([nameBytes.length, 2], [0, 4], [0, 8], [offset, 4]),
    ];
    parts.push(local);
    directory.push(...central, nameBytes);
    offset += local.length;
  }
  const count = Object.keys(files).length;
  const index = Buffer.concat(directory);
  const end = numbers([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [index.length, 4], [offset, 4], [0, 2]);
  return Buffer.concat([...parts, index, end]);
}

/** Little endian. */
function numbers(...fields: readonly (readonly [value: number, bytes: number])[]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [, length]) => sum + length, 0));
  let at = 0;
  for (const [value, length] of fields) {
    if (length === 2) bytes.writeUInt16LE(value, at);
    else bytes.writeUInt32LE(value, at);
    at += length;
  }
  return bytes;
}
