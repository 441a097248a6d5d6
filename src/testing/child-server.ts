import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

/** Another program that serves, for as long as a test needs it. */
export interface ChildServer extends AsyncDisposable {
  readonly url: string;
}

/** A port of this machine that nobody listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
};

export interface ChildServerOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly port: number;
  /** Answers anything once it is ready. */
  readonly readyPath: string;
}

/** Resolves when it answers, within 30 s; rejects with what it said when it does not. */
export const startChildServer = async (options: ChildServerOptions): Promise<ChildServer> => {
  const { command, args, env = {}, port, readyPath } = options;
  const url = `http://127.0.0.1:${port}`;
  const child: ChildProcess = spawn(command, args, {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (said += text));
  const until = performance.now() + 30_000;
  const isReady = () =>
    fetch(url + readyPath).then(
      ({ status }) => status < 500,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null || performance.now() > until) {
      child.kill("SIGKILL");
      throw new Error(`${command} does not serve: ${said.slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
};
