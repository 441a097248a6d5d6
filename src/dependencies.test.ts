import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (name: string): unknown => JSON.parse(readFileSync(`${root}${name}`, "utf8"));

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly license?: string;
  readonly dev?: boolean;
}
const { packages } = read("package-lock.json") as { readonly packages: Readonly<Record<string, Locked>> };
const { allowScripts, dependencies } = read("package.json") as {
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly dependencies: Readonly<Record<string, string>>;
};
const locked = Object.entries(packages).filter(([path]) => path !== "");
const nameOf = (path: string) => path.replace(/^.*node_modules\//, "");

it("locks every package by its bytes, and names no place to get it from but the registry that npm is set to", () => {
  expect(locked.length).toBeGreaterThan(100);
  for (const [path, { integrity, resolved }] of locked) {
    expect([path, integrity, resolved]).toEqual([path, expect.stringMatching(/^sha512-/), undefined]);
  }
});

it("names an exact version of every dependency", () => {
  for (const [name, version] of Object.entries(dependencies)) {
    expect([name, version]).toEqual([name, packages[`node_modules/${name}`]?.version]);
  }
});

it("has no package with an install script that has not been decided on, and runs one of them", () => {
  const scripted = locked.filter(([, one]) => one.hasInstallScript === true).map(([path]) => nameOf(path));
  const undecided = scripted.filter((name) => allowScripts[name] === undefined);
  expect(undecided).toEqual([]);
  expect(Object.keys(allowScripts).filter((name) => allowScripts[name])).toEqual(["better-sqlite3"]);
});

it("ships nothing under a licence that asks more than to be named", () => {
  const free = /^\(?(MIT|ISC|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|0BSD|BlueOak-1\.0\.0|WTFPL|CC0-1\.0| OR )+\)?$/;
  const others = locked
    .filter(([, { dev, license = "" }]) => dev !== true && !free.test(license))
    .map(([path]) => path);
  expect(others).toEqual([]);
});

interface Component {
  readonly name: string;
  readonly version: string;
  readonly licenses?: unknown;
  readonly properties?: readonly { readonly name: string }[];
}

it("lists in its bill of materials (CycloneDX) what it ships, with licences", async () => {
  const args = ["run", "--silent", "sbom"];
  const { stdout } = await promisify(execFile)("npm", args, { cwd: root, maxBuffer: 32 * 1024 * 1024 });
  const bill = JSON.parse(stdout) as {
    readonly bomFormat: string;
    readonly components: readonly Component[];
  };
  expect(bill.bomFormat).toBe("CycloneDX");
  // All of them, since npm's `--omit dev` drops some that are shipped; those for development alone are marked.
  const isDev = ({ properties = [] }: Component) => properties.some(({ name }) => name.endsWith(":development"));
  const shipped = bill.components.filter((one) => !isDev(one));
  const names = new Set(shipped.map(({ name }) => name));
  expect(Object.keys(dependencies).filter((name) => !names.has(name))).toEqual([]);
  expect(["jest", "eslint", "playwright-core"].filter((name) => names.has(name))).toEqual([]);
  expect(shipped.filter(({ licenses }) => licenses === undefined).map(({ name }) => name)).toEqual([]);
}, 60_000);
