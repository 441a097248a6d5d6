/** Field → whole number. Immutable: a changed entity is a new map, so that what is derived from it can be kept by it. */
export type Counters = ReadonlyMap<string, number>;

export interface Increment {
  /** The entity: `p:GROUP`, `q:QUERY`, `t:WORD`, … */
  readonly key: string;
  readonly field: string;
  readonly by: number;
}
