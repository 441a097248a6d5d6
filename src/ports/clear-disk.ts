/**
 * Takes what was removed from the log of behaviour off a disk, as far as that can be done while others read and write.
 *
 * @param patience once it is aborted, nothing is waited for any more
 * @returns null, or what stays there and what to do about it
 * @throws WinnowError `engine_unavailable`, `storage_failed`, `storage_full`
 */
export type ClearDisk = (patience: AbortSignal) => Promise<string | null>;
