/** Runs tests of the public suite in the environment of one client; takes an order by message, and answers with what became of it. */
import type { SuiteClient } from "./plan.ts";
import { publicSuite as suite } from "./public-suite.ts";

export interface SuiteOrder {
  readonly client: SuiteClient;
  /** Of the repository, without a slash at the end. */
  readonly registry: string;
  readonly token: string;
  readonly tests: readonly string[];
}

/** Every test that was run, and whether it passed; what the suite does not ask of this client is absent. */
export type SuiteAnswer = readonly { readonly name: string; readonly passed: boolean }[];

const ADAPTERS = {
  "npm-11": suite.createNpmAdapter,
  "npm-12": suite.createNpmAdapter,
  "pnpm-12": suite.createPnpmAdapter,
  "yarn-4": suite.createYarnModernAdapter,
  bun: suite.createBunAdapter,
} as const;

const BINS: Readonly<Record<SuiteClient, string>> = {
  "npm-11": "npm",
  "npm-12": "npm",
  "pnpm-12": "pnpm",
  "yarn-4": "yarn",
  bun: "bun",
};

/** Longer than any test takes on a machine that does other things besides. */
const TIMEOUT = 180_000;

process.once("message", (order: SuiteOrder) => {
  const { client, registry, token, tests } = order;
  const chosen = suite.allTests.filter(({ name }) => tests.includes(name));
  const answer = async (): Promise<SuiteAnswer> => {
    const adapter = ADAPTERS[client](BINS[client]);
    const { results } = await suite.runAll([adapter], chosen, registry, token, { timeout: TIMEOUT, concurrency: 1 });
    return results.flatMap((result) => result.tests.map(({ name, passed }) => ({ name, passed })));
  };
  answer().then(
    (results) => process.send?.(results, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
