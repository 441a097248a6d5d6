import { isBotAgent } from "./bots.ts";
import { pseudonym } from "./pseudonym.ts";

it.each([
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  "Mozilla/5.0 (compatible; bingbot/2.0)",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0.0.0 Safari/537.36",
  "facebookexternalhit/1.1",
  "winnow-evaluator/1.0 (bot)",
  "Screaming Frog SEO Spider/19.0",
])("takes %j at its word", (agent) => {
  expect(isBotAgent(agent)).toBe(true);
});

it.each([
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Mobile Safari/537.36",
  "node",
  undefined,
])("takes %j for a person's, or a shop's server", (agent) => {
  expect(isBotAgent(agent)).toBe(false);
});

it("makes of a token always the same pseudonym, which another secret does not", () => {
  expect(pseudonym("s1", "jane")).toBe(pseudonym("s1", "jane"));
  expect(pseudonym("s1", "jane")).toMatch(/^[\w-]{22}$/);
  expect(new Set([pseudonym("s1", "jane"), pseudonym("s2", "jane"), pseudonym("s1", "john")]).size).toBe(3);
});
