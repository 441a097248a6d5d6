import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { IndexState } from "./parts.ts";
import { clearTemporary, readSnapshot, writeSnapshot } from "./snapshot.ts";

const state: IndexState = {
  sequence: 12,
  mappingVersion: 3,
  parts: [
    {
      key: 5,
      segment: { odd: Uint8Array.of(1, 2, 3), doubles: Float64Array.of(1.5, NaN), empty: new Uint32Array(0) },
      lexicon: { words: Uint16Array.of(7) },
      deleted: Uint32Array.of(0b101),
    },
    { key: 9, segment: {}, lexicon: {}, deleted: null },
  ],
};

describe("a snapshot", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "winnow-snapshot-"));
    file = join(folder, "shop.snapshot");
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it("gives back what was written, and leaves no temporary file", async () => {
    await writeSnapshot(file, state);
    expect(await readSnapshot(file)).toEqual(state);
    expect(await readdir(folder)).toEqual(["shop.snapshot"]);
  });

  it("that a dead process has half written is removed; that of a living one, and of another machine, is not", async () => {
    const dead = spawnSync(process.execPath, ["--version"]).pid;
    const names = [`shop.snapshot.${hostname()}.${dead}.tmp`, `shop.snapshot.${hostname()}.${process.ppid}.tmp`];
    for (const name of [...names, "shop.snapshot.another.example.7.tmp"]) await writeFile(join(folder, name), "half");
    await clearTemporary(file);
    expect((await readdir(folder)).sort()).toEqual([names[1], "shop.snapshot.another.example.7.tmp"].sort());
  });

  it("is null where there is none", async () => {
    expect(await readSnapshot(file)).toBeNull();
  });

  it("is refused, with the reason, when any byte of it is another", async () => {
    await writeSnapshot(file, state);
    const whole = await readFile(file);
    // The manifest's padding and the reserved end of the header hold nothing.
    const manifestEnd = 32 + whole.readUInt32LE(12);
    for (let at = 0; at < whole.length; at++) {
      if ((at >= 20 && at < 32) || (at >= manifestEnd && at < Math.ceil(manifestEnd / 8) * 8)) continue;
      const broken = Buffer.from(whole);
      broken[at]! ^= 0x10;
      await writeFile(file, broken);
      await expect(readSnapshot(file)).rejects.toThrow(/not a snapshot|has format|too early|checksum/);
    }
  });

  it("is refused when it ends anywhere too early", async () => {
    await writeSnapshot(file, state);
    for (let size = (await readFile(file)).length - 1; size >= 0; size -= 7) {
      await truncate(file, size);
      await expect(readSnapshot(file)).rejects.toThrow(/not a snapshot|too early|checksum/);
    }
  });
});
