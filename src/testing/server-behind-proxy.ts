import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";
import { drawPrefix, elasticsearchUrl, removeIndices } from "./live-elasticsearch.ts";
import { type RealServer, type RealServerOptions, startRealServer } from "./real-server.ts";

/** The whole program on a real Elasticsearch that can be had to fail; its indices go with it. */
export interface ServerBehindProxy extends AsyncDisposable {
  readonly server: RealServer;
  readonly proxy: FaultProxy;
}

export const startServerBehindProxy = async ({
  environment,
  ...options
}: RealServerOptions): Promise<ServerBehindProxy> => {
  const prefix = drawPrefix();
  const proxy = await startFaultProxy({ target: elasticsearchUrl() });
  const own = { ENGINE: "elasticsearch", ELASTICSEARCH_URL: proxy.url, ELASTICSEARCH_PREFIX: prefix };
  const server = await startRealServer({ ...options, environment: { ...own, ...environment } });
  return {
    ...{ server, proxy },
    async [Symbol.asyncDispose]() {
      await proxy.set({ kind: "pass" });
      await server[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await removeIndices(prefix);
    },
  };
};
