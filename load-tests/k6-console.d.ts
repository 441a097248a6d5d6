/** What k6 has of it. */
declare const console: { log(line: string): void; error(line: string): void };
