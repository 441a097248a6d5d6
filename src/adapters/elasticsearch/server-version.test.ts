import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "./connection.ts";
import { checkServer } from "./server-version.ts";

/** Asks a server that answers `GET /` like this. */
async function check(version: object, { product, force = false }: { product: boolean; force?: boolean }) {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "application/json");
    if (product) response.setHeader("x-elastic-product", "Elasticsearch");
    const tagline = product ? "You Know, for Search" : "The OpenSearch Project: https://opensearch.org/";
    response.end(JSON.stringify({ version, tagline }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const connection = connect({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  try {
    return await checkServer(connection, force);
  } finally {
    await connection.close();
    server.close();
  }
}

it.each(["8.19.0", "8.19.13", "9.4.3"])("goes on with Elasticsearch %s", async (number) => {
  expect(await check({ number }, { product: true })).toBe(number);
});

it.each(["7.17.9", "8.18.1", "9.5.0", "10.0.0"])("refuses Elasticsearch %s unless told to go on", async (number) => {
  await expect(check({ number }, { product: true })).rejects.toMatchObject({
    code: "invalid_config",
    message: expect.stringContaining(`Elasticsearch ${number} was not tested`) as string,
    hint: expect.stringContaining("--force") as string,
  });
  expect(await check({ number }, { product: true, force: true })).toBe(number);
});

it("names OpenSearch and refuses it, also when told to go on", async () => {
  const version = { distribution: "opensearch", number: "3.1.0" };
  await expect(check(version, { product: false, force: true })).rejects.toMatchObject({
    code: "invalid_config",
    message: expect.stringContaining("may be OpenSearch") as string,
  });
});
