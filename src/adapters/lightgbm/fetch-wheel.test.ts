import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zip } from "../../testing/zip.ts";
import { fetchWheel } from "./fetch-wheel.ts";
import { findLibrary } from "./find-library.ts";
import { openTrainer } from "./open-trainer.ts";
import { unzip } from "./unzip.ts";
import type { Wheel } from "./wheels.ts";

const bytes = zip({ "lightgbm/lib/lib_lightgbm.so": "a library", "lightgbm/basic.py": "" });
const wheel: Wheel = {
  file: "lightgbm-4.7.0-py3-none-any.whl",
  platform: "any",
  sha256: createHash("sha256").update(bytes).digest("hex"),
  library: "lightgbm/lib/lib_lightgbm.so",
  librarySha256: createHash("sha256").update("a library").digest("hex"),
};
const folder = mkdtempSync(join(tmpdir(), "winnow-fetch-test-"));
const noPython = join(folder, "no-python");

let answer: (request: IncomingMessage, response: ServerResponse) => void;
const server = createServer((request, response) => {
  answer(request, response);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** An index that lists the wheel and serves it. */
function index(page: string, type: string, wheelBytes = bytes, password?: string) {
  answer = (request, response) => {
    const expected = `Basic ${Buffer.from(password ?? "").toString("base64")}`;
    if (password !== undefined && request.headers.authorization !== expected) response.writeHead(401).end();
    else if (request.url === "/simple/lightgbm/") response.setHeader("content-type", type).end(page);
    else if (request.url === `/files/${wheel.file}`) response.end(wheelBytes);
    else response.writeHead(404).end();
  };
}
const json = JSON.stringify({ files: [{ filename: wheel.file, url: `/files/${wheel.file}` }] });
const jsonType = "application/vnd.pypi.simple.v1+json";

test("fetches from an index that answers JSON, and the library comes out of the wheel", async () => {
  index(json, jsonType);
  const got = await fetchWheel(wheel, `http://${host}/simple/`, noPython);
  expect((await unzip(got, wheel.library)).toString()).toBe("a library");
  await expect(unzip(got, "other")).rejects.toThrow("it holds no other");
});

test("fetches from an index that answers HTML", async () => {
  index(`<a href="../../files/${wheel.file}#sha256=${wheel.sha256}">${wheel.file}</a>`, "text/html");
  expect(await fetchWheel(wheel, `http://${host}/simple`, noPython)).toEqual(bytes);
});

test("sends the credentials in the index's URL as a header", async () => {
  index(json, jsonType, bytes, "me:s/crét");
  expect(await fetchWheel(wheel, `http://me:s%2Fcr%C3%A9t@${host}/simple`, noPython)).toEqual(bytes);
});

test("refuses bytes that are not the pinned ones", async () => {
  index(json, jsonType, Buffer.from("something else"));
  await expect(fetchWheel(wheel, `http://${host}/simple`, noPython)).rejects.toThrow(/has SHA-256 \w+ instead of/u);
});

test("says what each way failed of", async () => {
  index("{}", "text/html");
  await expect(fetchWheel(wheel, `http://${host}/simple`, noPython)).rejects.toThrow(
    `the package index: has no ${wheel.file}; pip: there is no Python 3 here`,
  );
  await expect(fetchWheel(wheel, `http://${host}/other`, noPython)).rejects.toThrow(
    "answered 404 for /other/lightgbm/",
  );
});

test("falls back on pip, with the hash pinned there too, and repeats its last line when it fails", async () => {
  const python = join(folder, "python3");
  writeFileSync(join(folder, "wheel"), bytes);
  // The last argument is the folder to download to, the one before --dest the requirements.
  const script = `#!/bin/sh
for last; do :; done
grep -q "lightgbm==4.7.0 --hash=sha256:${wheel.sha256}" "$last/requirements.txt" && cp "${folder}/wheel" "$last/${wheel.file}"
`;
  writeFileSync(python, script);
  chmodSync(python, 0o755);
  expect(await fetchWheel(wheel, "http://127.0.0.1:1/simple", python)).toEqual(bytes);

  writeFileSync(python, "#!/bin/sh\necho 'WARNING: x' >&2\necho 'ERROR: no network' >&2\nexit 1\n");
  await expect(fetchWheel(wheel, null, python)).rejects.toThrow("pip: ERROR: no network");
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith("winnow-lightgbm-"))).toEqual([]);
});

test("a cached library that is damaged is not used, and nothing is left of a failed fetch", async () => {
  const source = { cacheFolder: join(folder, "cache"), platform: "linux-x64", python: noPython };
  const { file } = await findLibrary({ ...source, library: "x.so" });
  expect(file).toMatch(/\/x\.so$/u);
  await expect(findLibrary({ ...source, fetch: false })).rejects.toThrow("fetching is switched off");
  mkdirSync(source.cacheFolder);
  writeFileSync(join(source.cacheFolder, "4.7.0-linux-x64-lib_lightgbm.so"), "half of a lib");
  await expect(findLibrary(source)).rejects.toThrow("there is no Python 3 here");
  expect(readdirSync(source.cacheFolder)).toHaveLength(1);
  await expect(findLibrary({ ...source, platform: "plan9-mips" })).rejects.toThrow("no library for plan9-mips");
});

test("without a library that loads, the built-in trainer stands in and says what to do", async () => {
  const broken = join(folder, "broken.so");
  writeFileSync(broken, "not a library");
  for (const library of [broken, join(folder, "nowhere.so")]) {
    const notices: string[] = [];
    const trainer = await openTrainer({ cacheFolder: folder, library, onNotice: (text) => notices.push(text) });
    expect(trainer.name).toBe("built-in");
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^LightGBM is not used, the built-in trainer stands in: .*Set LIGHTGBM_LIB/su);
    expect(notices[0]).toContain(library);
  }
});
