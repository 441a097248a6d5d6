import { runWinnow } from "../winnow.ts";

// What bin/winnow.js does, over the compiled output that the tests run from.
await runWinnow(process.argv.slice(2));
