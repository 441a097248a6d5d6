/** The database files of a data folder, as the adapter that wrote them handles them. */
export interface Databases {
  /** Names in the order in which they are to be copied. */
  readonly names: readonly string[];
  /** While others write. @throws WinnowError `storage_failed`, `storage_full` */
  copy(name: string, from: string, to: string): Promise<void>;
  /** Reads all of it. @returns its schema's version @throws WinnowError `storage_failed` */
  check(name: string, file: string): number;
  /** All of it into the one file. @throws WinnowError `conflict` while it is in use */
  settle(file: string): void;
  /** Makes a restored file a shop of its own to what is shared with others. */
  release(name: string, file: string): void;
}
