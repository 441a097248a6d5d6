import type { Command } from "commander";
import { WinnowError } from "../domain/errors.ts";
import type { Finding, Probe } from "../domain/finding.ts";

export interface DoctorDeps {
  readonly probes: () => readonly Probe[];
  readonly stdout: NodeJS.WritableStream;
  readonly setExitCode: (code: number) => void;
}

/** `winnow doctor`: looks at everything, changes nothing; exits with 1 when something does not work. */
export const registerDoctor = (program: Command, { probes, stdout, setExitCode }: DoctorDeps): void => {
  program
    .command("doctor")
    .description("check configuration, versions, store, index, synonyms, disk and engine, and say what to do")
    .option("--json", "findings as JSON", false)
    .action(async ({ json }: { json: boolean }) => {
      const findings: Finding[] = [];
      for (const probe of probes()) {
        const found = await lookAt(probe);
        findings.push(...found);
        if (!json) for (const finding of found) stdout.write(writeFinding(finding));
      }
      const failed = findings.filter(({ level }) => level === "fail").length;
      if (json) stdout.write(`${JSON.stringify({ ok: failed === 0, findings }, null, 2)}\n`);
      else stdout.write(`\n${summary(findings)}\n`);
      if (failed > 0) setExitCode(1);
    });
};

const lookAt = async (probe: Probe): Promise<readonly Finding[]> => {
  try {
    return await probe.look();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = error instanceof WinnowError ? error.hint : undefined;
    return [{ check: probe.check, level: "fail", message, ...(hint !== undefined && { hint }) }];
  }
};

const writeFinding = ({ check, level, message, hint }: Finding): string => {
  const mark = level === "fail" ? "FAIL" : level;
  const line = `${mark.padEnd(4)}  ${check.padEnd(WIDTH)}  ${message}\n`;
  return hint === undefined || level === "ok" ? line : `${line}${" ".repeat(WIDTH + 8)}→ ${hint}\n`;
};

/** Of the longest name of a check. */
const WIDTH = 22;

const summary = (findings: readonly Finding[]): string => {
  const count = (level: Finding["level"]) => findings.filter((finding) => finding.level === level).length;
  return `${count("ok")} ok, ${count("warn")} to see to, ${count("fail")} failed.`;
};
