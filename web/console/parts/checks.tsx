import type { VNode } from "preact";
import { Icon } from "../../parts/icon.tsx";
import type { Check } from "../api/learning.ts";
import { words } from "../format.ts";

/** What had to hold, what was measured, and against which limit. */
export const Checks = ({ checks }: { checks: readonly Check[] }): VNode => (
  <section>
    <h3>Checks</h3>
    <ul class="checks">
      {[...checks]
        .sort((a, b) => Number(a.passed) - Number(b.passed))
        .map((check) => (
          <li key={check.name} class={check.passed ? "check-row" : "check-row check-failed"}>
            <span class="check-mark">
              <Icon name={check.passed ? "check" : "close"} size={16} />
              <span class="visually-hidden">{check.passed ? "passed" : "failed"}</span>
            </span>
            <div>
              <strong>{words(check.name)}</strong>
              <p>{check.says}</p>
            </div>
            <span class="check-numbers">{numbersOf(check)}</span>
          </li>
        ))}
    </ul>
  </section>
);

const numbersOf = ({ value, low, high, limit }: Check): string => {
  const interval = low === null || high === null ? "" : ` (${short(low)} to ${short(high)})`;
  const measured = value === null ? "" : `${short(value)}${interval}`;
  return limit === null ? measured : `${measured}${measured === "" ? "" : ", "}limit ${short(limit)}`;
};

const short = (n: number): string => n.toLocaleString(undefined, { maximumSignificantDigits: 3 });
