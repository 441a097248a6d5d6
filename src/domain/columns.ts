/**
 * Named typed arrays over SharedArrayBuffer: how an index segment or a lexicon is built in a worker, shared with its
 * readers without a copy, and written to a snapshot.
 */
export type Columns = Readonly<Record<string, Column>>;

export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;
