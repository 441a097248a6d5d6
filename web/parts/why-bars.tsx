import type { VNode } from "preact";
import type { ExplainAnswer } from "../api/answers.ts";
import { plural } from "../format/names.ts";

type Contribution = ExplainAnswer["contributions"][number];

/** Beyond these, and below this share of the largest, a reason is a small one. */
const MOST = 7;
const SMALL = 0.05;

/** What each theme did to the score: to the right it lifted the product, to the left it held it back. */
export const WhyBars = ({ contributions }: { contributions: readonly Contribution[] }): VNode => {
  const most = Math.max(1e-9, ...contributions.map(({ value }) => Math.abs(value)));
  const large = contributions.filter(({ value }, i) => i < MOST && Math.abs(value) >= most * SMALL);
  const small = contributions.filter((one) => !large.includes(one));
  const rows = (list: readonly Contribution[]) => (
    <ul class="why-bars">
      {list.map((one) => (
        <Theme key={one.group} theme={one} most={most} />
      ))}
    </ul>
  );
  return (
    <>
      {rows(large)}
      {small.length > 0 && (
        <details class="why-small">
          <summary>{plural(small.length, "smaller reason")}</summary>
          {rows(small)}
        </details>
      )}
    </>
  );
};

const Theme = ({ theme: { says, value, features }, most }: { theme: Contribution; most: number }): VNode => (
  <li>
    <details>
      <summary>
        <span class="why-says">{says}</span>
        <span class="why-bar" aria-hidden="true">
          <span
            class={value >= 0 ? "why-fill why-fill-up" : "why-fill why-fill-down"}
            style={{ width: `${(Math.abs(value) / most) * 50}%` }}
          />
        </span>
        <span class="why-value">{signed(value)}</span>
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
          {features.map(({ name, value: measured, contribution }) => (
            <tr key={name}>
              <th scope="row">{name.replaceAll("_", " ").replace(".", ": ")}</th>
              <td>{measured === null ? "unknown" : shortNumber(measured)}</td>
              <td>{signed(contribution)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  </li>
);

const signed = (value: number): string => {
  const text = Math.abs(value) < 0.005 ? "0" : Math.abs(value).toFixed(2);
  return text === "0" ? "±0" : `${value > 0 ? "+" : "−"}${text}`;
};

const shortNumber = (value: number): string => value.toLocaleString(undefined, { maximumSignificantDigits: 3 });
