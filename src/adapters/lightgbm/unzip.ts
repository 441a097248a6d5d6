import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import yauzl, { type Entry, type ZipFile } from "yauzl";

/** @returns one file of a zip. @throws Error when it is not there */
export async function unzip(bytes: Buffer, name: string): Promise<Buffer> {
  const zip = await promisify<Buffer, yauzl.Options, ZipFile>(yauzl.fromBuffer)(bytes, { lazyEntries: true });
  const entry = await find(zip, name);
  return await buffer(await promisify<Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip))(entry));
}

async function find(zip: ZipFile, name: string): Promise<Entry> {
  return await new Promise((resolve, reject) => {
    zip.on("entry", (entry: Entry) => {
      if (entry.fileName === name) resolve(entry);
      else zip.readEntry();
    });
    zip.once("end", () => {
      reject(new Error(`it holds no ${name}`));
    });
    zip.once("error", reject);
    zip.readEntry();
  });
}
