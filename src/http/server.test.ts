import { createServer } from "node:http";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fakeAnswer, startTestServer } from "../testing/harness.ts";
import { listen } from "./server.ts";

it("drops no request that it has taken when it stops under load", async () => {
  await using server = await startTestServer({ shop: { search: () => sleep(20).then(() => fakeAnswer) } });
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const outcomes = { answered: 0, refused: 0, dropped: [] as string[] };
  let going = true;
  const ask = async () => {
    while (going) {
      await new Promise<void>((resolve) => {
        request(`${server.url}/v1/search`, { agent }, (response) => {
          response.resume();
          response.on("end", () => {
            outcomes.answered++;
            resolve();
          });
        })
          .on("error", (error: NodeJS.ErrnoException) => {
            // Nobody listens any more: a balancer asks elsewhere. Anything else was taken and not answered.
            if (error.code === "ECONNREFUSED") {
              outcomes.refused++;
              going = false;
            } else outcomes.dropped.push(error.code ?? error.message);
            resolve();
          })
          .end();
      });
    }
  };
  const asking = Array.from({ length: 16 }, ask);
  await sleep(200);
  server.stopping = true;
  await server.server.stop();
  await Promise.all(asking);
  agent.destroy();
  expect(outcomes.dropped).toEqual([]);
  expect(outcomes.answered).toBeGreaterThan(50);
  expect(outcomes.refused).toBeGreaterThan(0);
});

it("says which port is taken and what to do", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };
  const listening = listen(() => undefined, { host: "127.0.0.1", port, lingerMs: 0, drainMs: 0 });
  await expect(listening).rejects.toMatchObject({
    code: "invalid_config",
    where: "PORT",
    hint: expect.stringContaining(`PORT=${port + 1}`) as string,
  });
  other.close();
});
