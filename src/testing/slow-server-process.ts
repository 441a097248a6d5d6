import "./dispose-symbols.ts";
import { fakeAnswer, startTestServer } from "./harness.ts";

// Forked by overload.test.ts: a server whose searches keep the processor busy for as many milliseconds as the first
// argument says, in a process of its own, so that those who ask are not held up with it.
const workMs = Number(process.argv[2]);

const server = await startTestServer({
  shop: {
    search() {
      const until = performance.now() + workMs;
      while (performance.now() < until);
      return Promise.resolve(fakeAnswer);
    },
  },
  settings: { searchDeadlineMs: Number(process.argv[3]), searchAtOnce: 1000 },
});
process.send!(server.url);
process.on("disconnect", () => process.exit(0));
