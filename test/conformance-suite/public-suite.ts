/** The public suite, as far as it is used here. Its own declarations name their files in a way that Node's rules do not resolve. */
import * as suite from "@verdaccio/e2e-cli";

export interface SuiteTest {
  readonly name: string;
}

/** A client as the suite runs it. */
export interface SuiteAdapter {
  readonly name: string;
}

type MakeAdapter = (bin: string) => SuiteAdapter;

interface RunOptions {
  /** Milliseconds that a test may take. */
  readonly timeout: number;
  readonly concurrency: number;
}

interface PublicSuite {
  readonly allTests: readonly SuiteTest[];
  readonly createNpmAdapter: MakeAdapter;
  readonly createPnpmAdapter: MakeAdapter;
  readonly createYarnModernAdapter: MakeAdapter;
  readonly createBunAdapter: MakeAdapter;
  /** Prints the suite's report. A test that does not apply to an adapter is not among the results. */
  readonly runAll: (
    adapters: readonly SuiteAdapter[],
    tests: readonly SuiteTest[],
    registry: string,
    token: string,
    options: RunOptions,
  ) => Promise<{
    readonly results: readonly { readonly tests: readonly { readonly name: string; readonly passed: boolean }[] }[];
  }>;
}

export const publicSuite: PublicSuite = suite;
