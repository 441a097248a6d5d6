import { expectOwnAlone, twinProducts, twins } from "../testing/catalog-caches.ts";
import { type RealServer, startRealServer } from "../testing/real-server.ts";

// The same ids and the same words in two catalogues: a cache whose key lacks the catalogue answers one with the other's.
let server: RealServer;
let admin: string;
beforeAll(async () => {
  const [north, south] = twins;
  server = await startRealServer({ catalogs: { [north]: twinProducts(north), [south]: twinProducts(south) } });
  admin = (await server.issue({ scopes: ["admin"] })).secret;
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

it("tells each of two catalogues its own, whatever is kept of the other", () => expectOwnAlone(server, admin), 60_000);
