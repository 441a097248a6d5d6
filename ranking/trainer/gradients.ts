/** An objective's first and second derivatives by the score. */
export interface Gradients {
  /** The score before the first tree. */
  readonly start: number;
  fill(scores: Float64Array, gradients: Float32Array, hessians: Float32Array): void;
}
