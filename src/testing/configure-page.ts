import { groups, type Variable, variables } from "../config/variables.ts";

/** docs/configure.md, written from the schema of the environment. */
export const configurePage = (): string => {
  const all = variables();
  const sections = Object.entries(groups).map(([group, title]) => {
    const rows = all.filter((one) => one.group === group).map(row);
    return [`## ${title}`, "", "| variable | default | given as | |", "| --- | --- | --- | --- |", ...rows].join("\n");
  });
  return `${[head, ...sections, tail].join("\n\n")}\n`;
};

const row = ({ name, byDefault, unit, allowed, doc, isSecret }: Variable): string => {
  const given = [allowed, unit].filter((each) => each !== null).join(" ");
  const secret = isSecret ? " **Secret**: from a file that only winnow may read, never on a command line." : "";
  return `| \`${name}\` | ${byDefault === null ? "none" : `\`${byDefault}\``} | ${given} | ${doc}${secret} |`;
};

const head = `# Configure

<!-- Written by src/testing/configure-page.ts from the schema in src/config; a test fails when they differ. -->

Everything is set by environment variables, read once at the start. An empty value is as none. A value that cannot be right
stops the program with the variable's name and what would be right; \`winnow doctor\` says what is valid and probably not
meant. A running server takes a change up at its next start (\`systemctl restart winnow\`, \`docker compose up -d\`).

What is not here is set elsewhere: a catalogue's fields, weights and language in its mapping (\`mappings/products.json\`,
\`winnow import --mapping FILE\`), synonyms in \`mappings/synonyms.txt\` and \`winnow synonyms\`, keys by \`winnow keys\`.
[tune.md](tune.md) is about those.`;

const tail = `## Telemetry

Traces are off until one of OpenTelemetry's own variables asks for them, such as
\`OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318\`; the others (\`OTEL_TRACES_SAMPLER\`, \`OTEL_RESOURCE_ATTRIBUTES\`,
\`OTEL_SDK_DISABLED\`) mean what [their specification](https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/)
says. \`/metrics\` needs no setting.`;
