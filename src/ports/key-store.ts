export type KeyScope = "search" | "events" | "admin";

export interface KeyRecord {
  /** Public: names the key in lists and logs. */
  readonly id: string;
  /** SHA-256 of the secret, hexadecimal; the secret itself is shown once and never stored. */
  readonly hash: string;
  readonly label: string;
  readonly scopes: readonly KeyScope[];
  /** Catalogues it may use; null for all. */
  readonly catalogs: readonly string[] | null;
  readonly createdAtMs: number;
  /** Null never expires. */
  readonly expiresAtMs: number | null;
}

export interface KeyStore {
  insert(record: KeyRecord): Promise<void>;
  list(): Promise<readonly KeyRecord[]>;
  /** False when there is no such key. */
  remove(id: string): Promise<boolean>;
  /** A secret of this installation, drawn when it is asked for first and the same ever after, in every process. */
  secret(name: string): Promise<string>;
}
