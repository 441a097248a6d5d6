import type { VNode } from "preact";
import type { JobState } from "../api/jobs.ts";
import type { Decision, ModelStatus } from "../api/learning.ts";

const STATUSES: Readonly<Record<ModelStatus, readonly [string, string]>> = {
  champion: ["serves", "good"],
  canary: ["on trial", "new"],
  candidate: ["being judged", "plain"],
  refused: ["refused", "bad"],
  retired: ["served before", "plain"],
};

const KINDS: Readonly<Record<Decision["kind"], readonly [string, string]>> = {
  promote: ["promoted", "good"],
  promote_to_canary: ["on trial", "new"],
  refuse: ["refused", "bad"],
  roll_back: ["rolled back", "bad"],
  resume: ["serves again", "good"],
  fall_back: ["fell back", "bad"],
};

const STATES: Readonly<Record<JobState, readonly [string, string]>> = {
  waiting: ["waits", "plain"],
  delayed: ["comes later", "plain"],
  active: ["runs", "new"],
  done: ["done", "good"],
  dead: ["given up", "bad"],
  cancelled: ["ended", "plain"],
};

export const StatusBadge = ({ status }: { status: ModelStatus }): VNode => <Badge of={STATUSES[status]} />;

export const KindBadge = ({ kind }: { kind: Decision["kind"] }): VNode => <Badge of={KINDS[kind]} />;

export const JobBadge = ({ state }: { state: JobState }): VNode => <Badge of={STATES[state]} />;

const Badge = ({ of: [text, tone] }: { of: readonly [string, string] }): VNode => (
  <span class={`status status-${tone}`}>{text}</span>
);
