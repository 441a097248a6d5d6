import { jest } from "@jest/globals";
import { seldom } from "./seldom.ts";

it("says each thing once in its time, and again when that is over", () => {
  jest.useFakeTimers();
  try {
    const said: string[] = [];
    const say = seldom(1000, (catalog: string, words: string) => `${catalog} ${words}`, (...all) => said.push(all.join(": "))); // prettier-ignore
    say("shop", "disk full");
    say("shop", "disk full");
    say("mall", "disk full");
    say("shop", "no server");
    expect(said).toEqual(["shop: disk full", "mall: disk full", "shop: no server"]);
    jest.advanceTimersByTime(999);
    say("shop", "disk full");
    expect(said).toHaveLength(3);
    jest.advanceTimersByTime(1);
    say("shop", "disk full");
    expect(said).toHaveLength(4);
  } finally {
    jest.useRealTimers();
  }
});
