import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { fetchJobLog, type Job } from "../api/jobs.ts";
import { fromNow, moment, percent, whole, words } from "../format.ts";
import { JobBadge } from "./badge.tsx";
import { saySpend } from "./job-spend.ts";

interface JobCardProps {
  readonly job: Job;
  /** What such a job does. */
  readonly says: string;
  readonly onCancel: () => void;
  readonly onRetry: () => void;
}

/** One job: how it stands, what it came to or failed of, and its log when asked for. */
export const JobCard = ({ job, says, onCancel, onRetry }: JobCardProps): VNode => {
  const { id, name, state, cancelling, progress, failures, max_attempts, error, created_at } = job;
  const at = job.finished_at ?? job.started_at ?? created_at;
  const spend = job.result === null ? null : saySpend(job);
  const open = state === "waiting" || state === "delayed" || state === "active";
  return (
    <li class="panel model">
      <div class="model-head">
        <h2>{words(name)}</h2>
        <JobBadge state={state} />
        <span class="quiet" title={moment(at)}>
          {fromNow(at)}
        </span>
        {open && (
          <button
            type="button"
            class="text-button"
            disabled={cancelling}
            onClick={onCancel}
            aria-label={`${cancelling ? "Ending" : "End"}: ${id}`}
          >
            {cancelling ? "Ending" : "End"}
          </button>
        )}
        {(state === "dead" || state === "cancelled") && (
          <button type="button" class="text-button" onClick={onRetry} aria-label={`Try again: ${id}`}>
            Try again
          </button>
        )}
      </div>
      <p class="quiet">{says}</p>
      {job.result === null && progress !== null && (
        <>
          <progress class="job-progress" max={progress.total} value={progress.done} aria-label={`Progress of ${id}`} />
          <p class="quiet">
            {progress.note === "" ? "" : `${progress.note}: `}
            {`${whole(progress.done)} of ${whole(progress.total)}, ${percent(progress.done / Math.max(1, progress.total), 0)}`}
          </p>
        </>
      )}
      {error !== null && state !== "done" && (
        <p class="job-error">
          {error} <span class="quiet">{`Attempt ${failures} of ${max_attempts}.`}</span>
        </p>
      )}
      {spend !== null && <p class="job-spend">{spend}</p>}
      {job.result !== null && <Result result={spend === null ? job.result : withoutSpend(job.result)} />}
      <Log id={id} />
    </li>
  );
};

/** Whatever a job came to: sentences as they are, numbers with their names. */
const Result = ({ result }: { result: Readonly<Record<string, unknown>> }): VNode => (
  <ul class="plain-list">
    {flat(result).map(([key, value]) => (
      <li key={key}>
        {key === "" ? "" : <span class="quiet">{`${words(key)}: `}</span>}
        {value}
      </li>
    ))}
  </ul>
);

const withoutSpend = ({ tokens: _tokens, cost: _cost, ...rest }: Readonly<Record<string, unknown>>) => rest;

const flat = (value: Readonly<Record<string, unknown>>, above = ""): readonly (readonly [string, string])[] =>
  Object.entries(value).flatMap(([key, one]): readonly (readonly [string, string])[] => {
    const name = above === "" || above === "outcomes" ? key : `${above} ${key}`;
    if (one === null || (Array.isArray(one) && one.length === 0)) return [];
    if (typeof one === "object" && !Array.isArray(one)) return flat(one as Record<string, unknown>, name);
    return [[name, typeof one === "string" ? one : JSON.stringify(one)]];
  });

const Log = ({ id }: { id: string }): VNode => {
  const [lines, setLines] = useState<readonly string[] | null>(null);
  return (
    <details
      onToggle={({ currentTarget }) => {
        if (!currentTarget.open) return;
        fetchJobLog(id).then(setLines, (error: unknown) => setLines([String(error)]));
      }}
    >
      <summary>Log</summary>
      {lines === null ? (
        <p class="quiet">Reading.</p>
      ) : (
        <pre class="job-log">{lines.length === 0 ? "It has said nothing." : lines.join("\n")}</pre>
      )}
    </details>
  );
};
