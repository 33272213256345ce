/** `npm run test:conformance [-- client…]`: the public suite with each client; fails when anything is not as the page says. */
import { pageOutcomes } from "./page-outcomes.ts";
import { type SuiteClient, SUITE_CLIENTS } from "./plan.ts";
import { runSuite } from "./run-suite.ts";

const chosen = process.argv.slice(2);
const clients = SUITE_CLIENTS.filter((client) => chosen.length === 0 || chosen.includes(client));
const unknown = chosen.filter((name) => !(SUITE_CLIENTS as readonly string[]).includes(name));
if (unknown.length > 0)
  throw new Error(`No such client: ${unknown.join(", ")}. The clients are ${SUITE_CLIENTS.join(", ")}.`);

const differing = async (client: SuiteClient): Promise<readonly string[]> => {
  const said = pageOutcomes(client);
  const found = await runSuite(client, (report) => process.stdout.write(report));
  return [...new Set([...said.keys(), ...found.keys()])]
    .filter((test) => said.get(test) !== found.get(test))
    .map(
      (test) => `${client}, ${test}: ${found.get(test) ?? "not there"}; the page says: ${said.get(test) ?? "nothing"}`,
    );
};

const differences: string[] = [];
for (const client of clients) differences.push(...(await differing(client)));
for (const line of differences) console.error(line);
console.log(
  differences.length === 0
    ? `The suite's results are those of docs/reference/conformance.md, with ${clients.join(", ")}.`
    : `${differences.length} results are not those of docs/reference/conformance.md.`,
);
process.exitCode = differences.length === 0 ? 0 : 1;
