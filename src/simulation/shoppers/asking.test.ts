import { generateProducts } from "../generate-products.ts";
import { createRandom } from "../random.ts";
import { usualHabits } from "./habits.ts";
import { makeShopper } from "./shopper.ts";
import { createWorld } from "./world.ts";

const nowMs = Date.UTC(2026, 0, 15);
const products = Array.from(generateProducts({ seed: 1, count: 8000, nowMs }));
const world = createWorld({ seed: 1, products });
const { habits, asking } = world;

const random = createRandom(11);
const asked = Array.from({ length: 20_000 }, (_, number) =>
  asking.ask(makeShopper({ ...habits, seed: 4, number }), null, nowMs, random),
);

describe("asking", () => {
  it("uses each form of query as often as is documented", () => {
    for (const [form, share] of Object.entries(usualHabits.queries)) {
      const count = asked.filter(({ spoken }) => spoken.form === form).length;
      // What cannot be said of a kind is asked for by its name: three in a hundred at most.
      expect(Math.abs(count / asked.length - share)).toBeLessThan(
        form === "noun" || form === "attribute" ? 0.06 : 0.01,
      );
    }
  });

  it("asks the same few things again and again, and most things once", () => {
    const counts = new Map<string, number>();
    for (const { spoken } of asked) counts.set(spoken.text, (counts.get(spoken.text) ?? 0) + 1);
    const sorted = Array.from(counts.values()).sort((a, b) => b - a);
    const head = sorted.slice(0, Math.ceil(sorted.length / 100)).reduce((sum, count) => sum + count, 0);
    expect(head / asked.length).toBeGreaterThan(0.3);
    expect(sorted.filter((count) => count === 1).length / sorted.length).toBeGreaterThan(0.4);
  });

  it("imagines behind a text those who typed it", () => {
    // By Bayes or by counting: of those who say "lamp", as many mean each kind of it.
    const lamps = asked.filter(({ spoken }) => spoken.text === "camera" || spoken.text === "boots");
    expect(lamps.length).toBeGreaterThan(60);
    for (const text of ["camera", "boots"]) {
      const own = lamps.filter(({ spoken }) => spoken.text === text);
      const imagined = Array.from({ length: 4000 }, () => asking.again(own[0]!.spoken, nowMs, random));
      const kinds = new Set(own.map(({ intent }) => intent.kind!));
      expect(kinds.size).toBeGreaterThan(1);
      for (const kind of kinds) {
        const share = own.filter(({ intent }) => intent.kind === kind).length / own.length;
        const other = imagined.filter((intent) => intent.kind === kind).length / imagined.length;
        expect(Math.abs(share - other)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / own.length) + 0.02);
      }
    }
  });

  it("lets a brand be asked for by those whom it suits", () => {
    const branded = asked.filter(({ spoken }) => spoken.form === "brand_noun").slice(0, 400);
    const suits = (kind: (typeof branded)[0]["intent"]["kind"], brand: string, taste: readonly number[]) => {
      const { manner } = world.hiddenOf(kind!.groups.find((group) => group.brand === brand)!);
      return manner.reduce((sum, one, at) => sum + one * taste[at]!, 0) / Math.sqrt(3);
    };
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const real = mean(branded.map(({ intent }) => suits(intent.kind, intent.brand!, intent.shopper.taste)));
    const imagined = mean(
      branded.map(({ spoken }) => {
        const intent = asking.again(spoken, nowMs, random);
        return suits(intent.kind, intent.brand!, intent.shopper.taste);
      }),
    );
    expect(real).toBeGreaterThan(0.3);
    expect(Math.abs(real - imagined)).toBeLessThan(0.3);
  });
});
