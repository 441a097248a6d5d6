import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { PageProps } from "../app.tsx";
import { cancelJob, fetchJobs, type Job, type JobState, retryJob } from "../api/jobs.ts";
import { moment, words } from "../format.ts";
import { Confirm } from "../parts/confirm.tsx";
import { JobCard } from "../parts/job-card.tsx";
import { Segments } from "../parts/segments.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useChange } from "../state/use-change.ts";
import { usePolled } from "../state/use-polled.ts";

/** What a job is for, rather than what its queue calls it. */
const SHOWN = {
  all: { label: "All", state: null },
  running: { label: "Running", state: "active" },
  failed: { label: "Given up", state: "dead" },
  done: { label: "Done", state: "done" },
} as const satisfies Record<string, { label: string; state: JobState | null }>;
type Shown = keyof typeof SHOWN;

/** What is done behind the requests: how far it is, what it came to, and what was given up. */
export const JobsPage = ({ onSignedOut }: PageProps): VNode => {
  const [shown, setShown] = useState<Shown>("all");
  const { value, error, refresh } = usePolled(`jobs ${shown}`, () => fetchJobs(SHOWN[shown].state));
  const [ending, setEnding] = useState<Job | null>(null);
  const { failure, change } = useChange(refresh);
  return (
    <>
      <div class="page-head">
        <h1>Jobs</h1>
        <Segments
          label="Which jobs"
          of={(Object.keys(SHOWN) as Shown[]).map((one) => [one, SHOWN[one].label])}
          chosen={shown}
          onChoose={setShown}
        />
      </div>
      <Trouble error={failure ?? error} onSignedOut={onSignedOut} />
      {value?.jobs.length === 0 && <p class="panel quiet">{EMPTY[shown]}</p>}
      <ul class="cards">
        {value?.jobs.map((job) => (
          <JobCard
            key={job.id}
            job={job}
            says={value.names.find(({ name }) => name === job.name)?.says ?? ""}
            onCancel={() => setEnding(job)}
            onRetry={() => void change(retryJob(job))}
          />
        ))}
      </ul>
      {value !== null && value.schedules.length > 0 && (
        <section class="panel" aria-labelledby="schedules">
          <h2 id="schedules">By themselves</h2>
          <ul class="plain-list">
            {value.schedules.map(({ key, name, when, next_at }) => (
              <li key={key}>
                <strong>{words(name)}</strong> <span class="quiet">{`${when}; next ${moment(next_at)}`}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {ending !== null && (
        <Confirm
          title="End this job?"
          action="End it"
          run={() => cancelJob(ending)}
          onClose={(done) => {
            setEnding(null);
            if (done) refresh();
          }}
        >
          <p>What it has done so far is kept. It can be begun again.</p>
        </Confirm>
      )}
    </>
  );
};

const EMPTY: Readonly<Record<Shown, string>> = {
  all: "No jobs yet. Trainings, clean-ups and backfills appear here as they are asked for or come due.",
  running: "Nothing runs at the moment.",
  failed: "Nothing was given up.",
  done: "Nothing is done yet.",
};
