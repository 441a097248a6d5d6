import { readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { fileURLToPath } from "node:url";
import { configurePage } from "../testing/configure-page.ts";
import { Environment, readConfig } from "./config.ts";
import { variables } from "./variables.ts";

// The compiled file lies three folders below the root.
const page = fileURLToPath(new URL("../../../docs/configure.md", import.meta.url));

it("docs/configure.md says what the schema says; UPDATE_DOCS=1 writes it anew", async () => {
  const wanted = await format(configurePage(), { ...(await resolveConfig(page)), filepath: page });
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(page, wanted);
  expect(readFileSync(page, "utf8")).toBe(wanted);
});

it("every variable that is read is described, and no other", () => {
  expect(
    variables()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(Object.keys(Environment.shape).sort());
});

it("a default that is written may be given, and changes nothing", () => {
  const written = variables().filter(
    ({ name, byDefault }) => byDefault !== null && !["LOG_LEVEL", "WINNOW_SEARCH_AT_ONCE"].includes(name),
  );
  expect(written.length).toBeGreaterThan(20);
  expect(readConfig(Object.fromEntries(written.map(({ name, byDefault }) => [name, byDefault!])))).toEqual(
    readConfig({}),
  );
});

it("bounds that are written are the bounds", () => {
  for (const { name, allowed } of variables()) {
    const [, low, high] = /^([\d.]+) to ([\d.,]+)$/.exec(allowed ?? "") ?? [];
    if (low === undefined) continue;
    for (const [value, isRight] of [
      [Number(low), true],
      [Number(low) - 1, false],
      [Number(high!.replaceAll(",", "")), true],
      [Number(high!.replaceAll(",", "")) + 1, false],
    ] as const) {
      const result = Environment.safeParse({ [name]: String(value) });
      expect({ name, value, isRight: result.success }).toEqual({ name, value, isRight });
    }
  }
});
