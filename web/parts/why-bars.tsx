import type { VNode } from "preact";
import type { ExplainAnswer } from "../api/answers.ts";

type Contribution = ExplainAnswer["contributions"][number];

/** What each theme did to the score: to the right it lifted the product, to the left it held it back. */
export const WhyBars = ({ contributions }: { contributions: readonly Contribution[] }): VNode => {
  const most = Math.max(1e-9, ...contributions.map(({ value }) => Math.abs(value)));
  return (
    <ul class="why-bars">
      {contributions.map((one) => (
        <li key={one.group}>
          <details>
            <summary>
              <span class="why-says">{one.says}</span>
              <span class="why-bar" aria-hidden="true">
                <span
                  class={one.value >= 0 ? "why-fill why-fill-up" : "why-fill why-fill-down"}
                  style={{ width: `${(Math.abs(one.value) / most) * 50}%` }}
                />
              </span>
              <span class="why-value">{signed(one.value)}</span>
            </summary>
            <table class="why-features">
              <thead>
                <tr>
                  <th scope="col">Signal</th>
                  <th scope="col">Its value</th>
                  <th scope="col">Effect</th>
                </tr>
              </thead>
              <tbody>
                {one.features.map(({ name, value, contribution }) => (
                  <tr key={name}>
                    <th scope="row">{name.replaceAll("_", " ").replace(".", ": ")}</th>
                    <td>{value === null ? "unknown" : shortNumber(value)}</td>
                    <td>{signed(contribution)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </li>
      ))}
    </ul>
  );
};

const signed = (value: number): string => {
  const text = Math.abs(value) < 0.005 ? "0" : Math.abs(value).toFixed(2);
  return text === "0" ? "±0" : `${value > 0 ? "+" : "−"}${text}`;
};

const shortNumber = (value: number): string => value.toLocaleString(undefined, { maximumSignificantDigits: 3 });
