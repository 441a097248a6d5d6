import type { VNode } from "preact";
import type { QueryTraffic } from "../../../src/events/traffic-report.ts";
import { percent, whole } from "../format.ts";

interface QueryTableProps {
  readonly title: string;
  readonly queries: readonly QueryTraffic[];
}

export const QueryTable = ({ title, queries }: QueryTableProps): VNode => (
  <section class="panel">
    <h2>{title}</h2>
    {queries.length === 0 ? (
      <p class="quiet">None in this time.</p>
    ) : (
      <table class="queries">
        <thead>
          <tr>
            <th scope="col">Query</th>
            <th scope="col">Searches</th>
            <th scope="col">With a click</th>
            <th scope="col">Bought</th>
          </tr>
        </thead>
        <tbody>
          {queries.map(({ text, searches, clicked, purchased }) => (
            <tr key={text}>
              <th scope="row">
                <a href={`/?${new URLSearchParams({ q: text }).toString()}`}>{text}</a>
              </th>
              <td>{whole(searches)}</td>
              <td>{percent(clicked / searches, 0)}</td>
              <td>{whole(purchased)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
);
