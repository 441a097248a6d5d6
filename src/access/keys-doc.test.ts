import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { deriveKey } from "../testing/derive-key.ts";

it("shows lines in docs/keys.md that make the very key the server reads", () => {
  const text = readFileSync(new URL("../../../docs/keys.md", import.meta.url), "utf8");
  const lines = /```js\n([^]*?)```/.exec(text)![1]!;
  expect(lines.trim().split("\n").length).toBeLessThanOrEqual(6);
  // As its reader would run them.
  const program = `const keyId = "0123456789ab", key = "wk_search_x";\n${lines}\nconsole.log(JSON.stringify({ claims, derived }));`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  const made = JSON.parse(printed) as { readonly claims: unknown; readonly derived: string };
  expect(made.derived).toBe(deriveKey("0123456789ab", "wk_search_x", made.claims));
});
