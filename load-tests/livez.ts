import exec from "k6/execution";
import { Rate, Trend } from "k6/metrics";
import type { Scenario } from "k6/options";
import { steadily } from "./rates.ts";
import { get } from "./shop.ts";

/** Whether the server lives is asked all the time: a no, or no answer, and an orchestrator would kill it. */
const livezMs = new Trend("livez_ms", true);
const livezAnswered = new Rate("livez_answered");

/** To be exported by who has the scenario. */
export const livez = (): void => probeLivez({});

/** @param tags of when it was asked */
export const probeLivez = (tags: Record<string, string>): void => {
  const { status, timings } = get("/livez", "livez");
  livezMs.add(timings.duration, tags);
  livezAnswered.add(status === 200, tags);
};

/** Five times a second. */
export const livezScenario = (durationS: number): Scenario => steadily("livez", 5, durationS);
export const livezThresholds = { livez_answered: ["rate==1"], livez_ms: ["max<1000"] };

export const secondsIn = (): number => exec.instance.currentTestRunDuration / 1000;
