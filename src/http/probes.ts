import type { IncomingMessage, ServerResponse } from "node:http";
import type { Report } from "../observe/report.ts";
import { send } from "./answer.ts";
import { toProblem } from "./errors.ts";
import { probeRoutes } from "./routes/probes.ts";

export interface ProbeServerDeps {
  readonly report: Report;
  /** True from the signal to stop on. */
  readonly stopping: () => boolean;
}

/** What operators ask of a process that serves no shop. */
export const createProbes = ({ report, stopping }: ProbeServerDeps) => {
  const routes = probeRoutes({
    health: () => ({ ready: true }),
    stopping,
    metrics: () => report.metrics(),
    openapi: () => "{}",
  }).filter(({ path }) => path !== "/openapi.json");
  return (req: IncomingMessage, res: ServerResponse): void => {
    const path = (req.url ?? "/").split("?", 1)[0];
    const route = routes.find((one) => one.path === path);
    const answered = async () => {
      if (route === undefined) return { status: 404, type: "text/plain; charset=utf-8", body: "Not here.\n" };
      try {
        return await route.handle(undefined as never); // probes look at no request
      } catch (error) {
        const { problem, headers } = toProblem(error, "");
        return { status: problem.status, type: "application/problem+json", body: JSON.stringify(problem), headers };
      }
    };
    void answered()
      .then((answer) => send(req, res, answer, { "cache-control": "no-store" }))
      .catch(() => res.destroy());
  };
};
