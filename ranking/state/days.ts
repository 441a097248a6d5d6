/** UTC days since 1970. */
export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);

/** Weeks are days by sevens since 1970. */
export const weekOf = (day: number): number => Math.floor(day / 7);

export const DAY_MS = 86_400_000;

/** Days that are read one by one, the one of now included. */
export const DAYS_READ = 8;
/** Weeks that are read one by one, the one of now included: 30 days and what is left of the week they start in. */
export const WEEKS_READ = 6;
