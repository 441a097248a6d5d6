import type { DecisionAnswer, ModelAnswer, ModelsAnswer, LearningAnswer } from "../../../src/wire/model.ts";

export type Model = ModelAnswer;
export type ModelStatus = ModelAnswer["status"];
export type Models = ModelsAnswer;
export type Status = LearningAnswer;
export type Check = DecisionAnswer["checks"][number];
export type Decision = Omit<DecisionAnswer, "report"> & { readonly report: Report };

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Of a gate's decision; others have less, so everything may be missing. */
export interface Report {
  readonly orders?: readonly {
    readonly order: "challenger" | "champion" | "first_stage" | "random";
    readonly version: string | null;
    readonly metrics: Readonly<Record<string, Interval | null>>;
  }[];
  readonly slices?: readonly {
    readonly slice: string;
    readonly searches: number;
    readonly gain: Interval | null;
    readonly enough: boolean;
  }[];
  readonly importance?: readonly { readonly feature: string; readonly gain: number; readonly share: number }[];
  readonly training?: { readonly rounds?: number; readonly history?: readonly number[]; readonly seconds?: number };
  readonly position_bias?: readonly { readonly position: number; readonly examined: number }[];
  readonly data?: Readonly<Record<string, Part>>;
}

export interface Part {
  readonly searches?: number;
  readonly sessions?: number;
  readonly rows?: number;
  readonly positives?: number;
  readonly purchases?: number;
}
