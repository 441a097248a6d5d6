import type { VNode } from "preact";
import type { Job } from "../api/jobs.ts";
import type { Spend } from "../api/texts.ts";
import { moment, percent, whole } from "../format.ts";
import { saySpend } from "./job-spend.ts";

interface SpendTableProps {
  readonly spend: Spend;
  /** The newest backfill, running or not; null when there was none. */
  readonly latest: Job | null;
}

/** What language models have cost: this month against its limits, the latest run, each day; nothing where none is configured. */
export const SpendTable = ({ spend: { spend, month }, latest }: SpendTableProps): VNode | null => {
  if (month === null) return null;
  const run = latest === null ? null : saySpend(latest);
  const isLimited = month.max_tokens !== null || month.max_cost !== null;
  return (
    <section class="panel" aria-labelledby="spend">
      <h2 id="spend">What it costs</h2>
      <dl class="spend-sums">
        <Sum name="Tokens this month" of={month.tokens} most={month.max_tokens} say={whole} />
        {(month.cost > 0 || month.max_cost !== null) && (
          <Sum name="Cost this month" of={month.cost} most={month.max_cost} say={(cost) => cost.toFixed(2)} />
        )}
        {latest !== null && run !== null && (
          <div>
            <dt>{latest.state === "active" ? "The run that is going on" : "The latest run"}</dt>
            <dd>
              {run} <span class="quiet">{moment(latest.finished_at ?? latest.started_at ?? latest.created_at)}</span>
            </dd>
          </div>
        )}
      </dl>
      {!isLimited && (
        <p class="quiet">
          The month has no limit; <code>WINNOW_LLM_MONTHLY_TOKENS</code> and <code>WINNOW_LLM_MONTHLY_COST</code> set
          one.
        </p>
      )}
      {spend.length > 0 && <Days spend={spend} />}
    </section>
  );
};

interface SumProps {
  readonly name: string;
  readonly of: number;
  /** Null: no limit. */
  readonly most: number | null;
  readonly say: (n: number) => string;
}

const Sum = ({ name, of, most, say }: SumProps): VNode => (
  <div>
    <dt>{name}</dt>
    <dd>
      {most === null ? say(of) : `${say(of)} of ${say(most)}`}
      {most !== null && most > 0 && (
        <>
          {" "}
          <span class="quiet">{percent(of / most, 0)}</span>
          <progress class="job-progress" max={most} value={Math.min(of, most)} aria-label={name} />
        </>
      )}
    </dd>
  </div>
);

const Days = ({ spend }: Pick<Spend, "spend">): VNode => (
  <div class="table-scroll" tabIndex={0} role="region" aria-label="Cost by day">
    <table class="queries">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">For</th>
          <th scope="col">Model</th>
          <th scope="col">Calls</th>
          <th scope="col">Tokens</th>
          <th scope="col">Cost</th>
        </tr>
      </thead>
      <tbody>
        {spend.map(({ day, purpose, model, calls, prompt_tokens, completion_tokens, cost: own }) => (
          <tr key={`${day} ${purpose} ${model}`}>
            <th scope="row">{day}</th>
            <td>{purpose}</td>
            <td>{model}</td>
            <td>{whole(calls)}</td>
            <td>{whole(prompt_tokens + completion_tokens)}</td>
            <td>{own.toFixed(4)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
