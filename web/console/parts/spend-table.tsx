import type { VNode } from "preact";
import type { Spend } from "../api/texts.ts";
import { whole } from "../format.ts";

/** What language models have cost in the last month; nothing where none was asked. */
export const SpendTable = ({ spend }: { spend: Spend }): VNode | null => {
  if (spend.length === 0) return null;
  const cost = spend.reduce((sum, one) => sum + one.cost, 0);
  const tokens = spend.reduce((sum, one) => sum + one.prompt_tokens + one.completion_tokens, 0);
  return (
    <section class="panel" aria-labelledby="spend">
      <h2 id="spend">What it has cost</h2>
      <p>{`${cost.toFixed(2)} in the last 31 days, for ${whole(tokens)} tokens.`}</p>
      <div class="table-scroll" tabIndex={0} role="region" aria-labelledby="spend">
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
                <td>{day}</td>
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
    </section>
  );
};
