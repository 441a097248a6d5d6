import { identifierOf } from "./identifier.ts";

const normalize = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

describe("a query that may be an identifier", () => {
  it.each([
    ["WH-1000 XM4", "wh1000xm4"],
    ["0095205603217", "0095205603217"],
    ["lamp-blue", "lampblue"],
    ["dv7-1211ea", "dv71211ea"],
  ])("%j is %j", (text, identifier) => expect(identifierOf(text, normalize)).toBe(identifier));

  it.each(["laptop", "roller coaster", "7", "one two 3 four five six seven", "1".repeat(200)])("%j is none", (text) =>
    expect(identifierOf(text, normalize)).toBeNull(),
  );
});
