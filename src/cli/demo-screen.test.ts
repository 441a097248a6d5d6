import type { Decision } from "../domain/model.ts";
import { decisionLine, openScreen, progressLine } from "./demo-screen.ts";

const counts = { sessions: 1240, bots: 30, searches: 2951, clicks: 1480, carts: 300, purchases: 171, returns: 9 };

const decision = (kind: Decision["kind"], report: Decision["report"] = {}): Decision => ({
  ...{ id: "d1", catalog: "products", atMs: 0, kind, version: "m-abc", against: null, by: "gate" },
  ...{ reason: "It is worse for rare queries.", checks: [], report },
});

const judged = {
  orders: [
    { order: "challenger", version: "m-abc", metrics: { ndcg_10: { mean: 0.6821, low: 0.6, high: 0.7 } } },
    { order: "first_stage", version: null, metrics: { ndcg_10: { mean: 0.61, low: 0.6, high: 0.7 } } },
  ],
};

describe("the demo's screen", () => {
  it("says who shops and what is being learned from it", () => {
    const people = "  Shoppers     1,240 sessions, 2,951 searches, 1,480 clicks, 171 purchases";
    expect(progressLine(counts, { training: null, canary: null })).toBe(people);
    const training = { phase: "training", done: 40, total: 100 };
    expect(progressLine(counts, { training, canary: null })).toBe(`${people} | training 40 %`);
    expect(progressLine(counts, { training: null, canary: { share: 0.1 } })).toBe(`${people} | canary 10 %`);
  });

  it("says by how much an order became better, also when the canary decides on what the gate has measured", () => {
    const gate = decision("promote_to_canary", judged);
    expect(decisionLine(gate, [])).toBe("  Judged       m-abc: NDCG@10 .610 → .682; some shoppers get it first");
    expect(decisionLine(decision("promote"), [gate])).toBe(
      "  Promoted     m-abc: NDCG@10 .610 → .682; every search is ordered by it now",
    );
    expect(decisionLine(decision("refuse"), [])).toBe("  Refused      m-abc: It is worse for rare queries.");
  });

  it("writes its last line over on a terminal, and never in a file", () => {
    const written = (isTTY: boolean) => {
      let text = "";
      const screen = openScreen({ isTTY, columns: 20, write: (more) => (text += more) });
      screen.show("first, which is longer than the terminal is wide");
      screen.print("kept");
      screen.show("second");
      screen.clear();
      return text;
    };
    expect(written(true)).toBe("\r\x1b[2Kfirst, which is lon\r\x1b[2Kkept\n\r\x1b[2Ksecond\r\x1b[2K");
    expect(written(false)).toBe("kept\n");
  });
});
