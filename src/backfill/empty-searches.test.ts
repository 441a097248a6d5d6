import type { Impression } from "../domain/impression.ts";
import type { EventStore } from "../ports/event-store.ts";
import { anImpression } from "../testing/log-builders.ts";
import { sayEmptySearches, watchEmptySearches } from "./empty-searches.ts";

const dayMs = 86_400_000;
const now = () => 100 * dayMs;
const { signal } = new AbortController();

const empty = (text: string, more: Partial<Impression> = {}): Impression =>
  anImpression({ text, normalized: text.toLowerCase(), total: 0, shownAtMs: 99 * dayMs, ...more });

/** A log of these searches alone. */
const logOf = (searches: readonly Impression[]): Pick<EventStore, "head" | "tail"> => ({
  head: () => Promise.resolve(searches.length),
  tail: (_, after, limit) => {
    const entries = searches
      .map((impression, i) => ({ kind: "impression" as const, sequence: i + 1, impression }))
      .slice(after, after + limit);
    return Promise.resolve({ entries, erasures: [], to: after + entries.length });
  },
});

describe("searches that found nothing", () => {
  it("are asked again before and after, each once: those of words alone, by people, of the last 30 days", async () => {
    const asked: (readonly string[])[] = [];
    let written = false;
    const findNow = (_: string, texts: readonly string[]) => {
      asked.push(texts);
      return Promise.resolve(texts.map((text) => (text === "mug" || (written && text === "Teal lamp") ? 2 : 0)));
    };
    const events = logOf([
      empty("mug"),
      empty("kilt"),
      empty("Teal lamp"),
      empty("teal lamp"),
      empty("old", { shownAtMs: 69 * dayMs }),
      empty("robot", { bot: true }),
      empty("narrow", { filters: [{ kind: "exists", field: "brand" }] }),
      empty("second page", { page: 2 }),
      empty(""),
      empty("found", { total: 3 }),
    ]);
    const after = await watchEmptySearches({ events, findNow, now }, "shop", signal);
    written = true;
    const effect = await after();
    expect(effect).toEqual({ asked: 3, before: 1, after: 2 });
    expect(asked).toEqual([
      ["Teal lamp", "mug", "kilt"],
      ["Teal lamp", "mug", "kilt"],
    ]);
    expect(sayEmptySearches(effect)).toBe(
      "Of 3 searches of the last 30 days that found nothing, 2 find something now, 1 did before this run.",
    );
  });
  it("are the 200 most frequent, however long the log is", async () => {
    const often = Array.from({ length: 3 }, () => empty("often"));
    const events = logOf([...Array.from({ length: 2500 }, (_, i) => empty(`seldom ${i}`)), ...often]);
    const findNow = (_: string, texts: readonly string[]) => Promise.resolve(texts.map((text) => Number(text === "often"))); // prettier-ignore
    const after = await watchEmptySearches({ events, findNow, now }, "shop", signal);
    expect(await after()).toEqual({ asked: 200, before: 1, after: 1 });
  });
  it("open no index where there are none", async () => {
    const findNow = () => Promise.reject(new Error("It was opened."));
    const after = await watchEmptySearches({ events: logOf([]), findNow, now }, "shop", signal);
    expect(sayEmptySearches(await after())).toBe("No search of the last 30 days found nothing.");
  });
});
