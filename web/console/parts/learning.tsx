import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { ConsoleError, train } from "../api/client.ts";
import type { Status } from "../api/learning.ts";
import { fromNow, percent, whole } from "../format.ts";

const PHASES = [
  ["reading", "Reading the log"],
  ["training", "Training"],
  ["judging", "Judging on later traffic"],
  ["deciding", "Deciding"],
] as const;

interface LearningProps {
  readonly catalog: string;
  readonly status: Status | null;
  readonly onChange: () => void;
}

/** The training that runs, else what the next one waits for. */
export const Learning = ({ catalog, status, onChange }: LearningProps): VNode => {
  const [said, setSaid] = useState<string | null>(null);
  const start = async () => {
    try {
      await train(catalog);
      setSaid("Training has been asked for.");
    } catch (error) {
      setSaid(error instanceof ConsoleError ? error.message : "It could not be started.");
    }
    onChange();
  };
  const training = status?.training ?? null;
  return (
    <section class="panel" aria-labelledby="learning">
      <h2 id="learning">What is being learned</h2>
      {status === null ? (
        <p class="quiet">&nbsp;</p>
      ) : training === null ? (
        <Waiting status={status} />
      ) : (
        <Training training={training} />
      )}
      <div class="panel-foot">
        <button
          type="button"
          class="button"
          disabled={status === null || training !== null}
          onClick={() => void start()}
        >
          Train now
        </button>
        <span class="quiet" role="status">
          {said}
        </span>
      </div>
    </section>
  );
};

const Waiting = ({
  status: { judged_searches_since_training: seen, retrain_at, searches, events },
}: {
  status: Status;
}): VNode => (
  <>
    <p>
      <strong>{whole(seen)}</strong> of {whole(retrain_at.searches)} searches with a verdict since the last training.
    </p>
    <progress
      value={Math.min(seen, retrain_at.searches)}
      max={retrain_at.searches}
      aria-label="Until the next training"
    />
    <p class="quiet">
      The next training begins when they are there
      {retrain_at.at_ms === null ? "" : `, at the latest ${fromNow(retrain_at.at_ms)}`}. Since then: {whole(searches)}{" "}
      searches, {whole(events)} events.
    </p>
  </>
);

const Training = ({ training }: { training: NonNullable<Status["training"]> }): VNode => {
  const at = PHASES.findIndex(([phase]) => phase === training.phase);
  const share = training.total === 0 ? 0 : Math.min(1, training.done / training.total);
  return (
    <>
      <ol class="phases">
        {PHASES.map(([phase, name], i) => (
          <li
            key={phase}
            class={i < at ? "phase phase-done" : i === at ? "phase phase-on" : "phase"}
            aria-current={i === at ? "step" : undefined}
          >
            {name}
            {i === at && <span> {percent(share, 0)}</span>}
          </li>
        ))}
      </ol>
      <progress value={share} max={1} aria-label={PHASES[at]?.[1] ?? "Training"} />
      <p class="quiet">
        Begun {fromNow(training.started_at_ms)} by {training.by}.
      </p>
    </>
  );
};
