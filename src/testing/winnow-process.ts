import { runCommand } from "../cli/main.ts";

// What bin/winnow.js does, over the compiled output that the tests run from.
await runCommand(process.argv.slice(2));
