import type { JsonObject } from "../../src/domain/json.ts";
import type { Rows } from "./check-rows.ts";

/** A checked training as the process that runs it has it; LightGBM and the built-in trainer take the same. */
export interface TrainInput {
  readonly names: readonly string[];
  readonly params: JsonObject;
  readonly rounds: number;
  readonly patience: number;
  readonly higherIsBetter: boolean;
  /** To be called once, the fit slice first: the matrices come one after the other, and only one is held at a time. */
  readonly readFit: () => Rows;
  readonly readStop: (() => Rows) | null;
  /** After each round, from 1. */
  readonly onRound: (round: number) => void;
}

export interface TrainOutput {
  /** LightGBM's text format. */
  readonly text: string;
  readonly rounds: number;
  /** The stop slice's measure after each round. */
  readonly history: readonly number[];
  /** Each column's sum of gains. */
  readonly gains: readonly number[];
}

export const NOTHING_TO_SPLIT =
  "no feature splits these rows into two leaves of min_data_in_leaf rows: train on more rows, or lower min_data_in_leaf";
