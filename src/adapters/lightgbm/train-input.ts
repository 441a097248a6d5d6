import type { JsonObject } from "../../domain/json.ts";
import type { TrainingRows } from "../../ports/trainer.ts";

/** A checked training as the child has it. */
export interface TrainInput {
  readonly names: readonly string[];
  readonly params: JsonObject;
  readonly rounds: number;
  readonly patience: number;
  readonly higherIsBetter: boolean;
  /** To be called once, the fit slice first: the matrices come one after the other, and only one is held at a time. */
  readonly readFit: () => TrainingRows;
  readonly readStop: (() => TrainingRows) | null;
  /** After each round, from 1. */
  readonly onRound: (round: number) => void;
}

export interface TrainOutput {
  readonly text: string;
  readonly rounds: number;
  readonly history: readonly number[];
  /** One a column. */
  readonly gains: readonly number[];
}
