/** What a training is at. */
export type Phase = "reading" | "training" | "judging" | "deciding";

export interface Progress {
  readonly phase: Phase;
  readonly done: number;
  readonly total: number;
  readonly startedAtMs: number;
  /** Who asked for it. */
  readonly by: string;
}
