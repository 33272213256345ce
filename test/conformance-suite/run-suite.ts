/** Runs the public suite with one client, and says what became of each test. */
import { fork } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { clientEnvironment } from "../kit/run-client.ts";
import { startGround, type StartedGround } from "./grounds.ts";
import { type Ground, type Outcome, type SuiteClient, groundOf, skippedBy } from "./plan.ts";
import { publicSuite } from "./public-suite.ts";
import type { SuiteAnswer, SuiteOrder } from "./suite-process.ts";

const suiteProcess = fileURLToPath(new URL("suite-process.ts", import.meta.url));

type Print = (report: string) => void;

export const suiteTests = (): readonly string[] => publicSuite.allTests.map(({ name }) => name);

/**
 * What became of every test of the suite.
 * @param print takes the suite's own report as it comes
 * @throws when the suite ends without an answer
 */
export async function runSuite(client: SuiteClient, print: Print): Promise<ReadonlyMap<string, Outcome>> {
  const asked = suiteTests();
  const skipped = asked.filter((test) => skippedBy(client).includes(test));
  const outcomes = new Map<string, Outcome>(skipped.map((test) => [test, "skipped"]));
  const byGround = Map.groupBy(
    asked.filter((test) => !outcomes.has(test)),
    groundOf,
  );
  for (const [ground, tests] of byGround) {
    // One after the other, for each leaves the upstream's registry down.
    const runs = ground === "own upstream" ? tests.map((test) => [test]) : [tests];
    for (const run of runs) {
      const results = await onGround(ground, { client, tests: run }, print);
      const passed = new Map(results.map((result) => [result.name, result.passed]));
      for (const test of run) outcomes.set(test, outcome(passed.get(test)));
    }
  }
  return outcomes;
}

const outcome = (passed: boolean | undefined): Outcome =>
  passed === undefined ? "not asked" : passed ? "passes" : "fails";

async function onGround(
  ground: Ground,
  order: Pick<SuiteOrder, "client" | "tests">,
  print: Print,
): Promise<SuiteAnswer> {
  const started = await startGround(ground);
  try {
    return await answerTo({ ...order, registry: started.registry, token: started.token }, started, print);
  } finally {
    await started.close();
  }
}

/** The suite's folders lie in the ground's own and go with it. */
async function answerTo(order: SuiteOrder, { root, home, env }: StartedGround, print: Print): Promise<SuiteAnswer> {
  const temporary = join(root, "suite");
  await mkdir(temporary);
  const child = fork(suiteProcess, {
    cwd: temporary,
    execPath: process.execPath,
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...clientEnvironment({ client: order.client, home }),
      TMPDIR: temporary,
      // What npm's registry does and other registries do not yet.
      E2E_PENDING_CONTRACT_CHECKS: "all",
      ...env,
    },
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", print);
  return new Promise((resolve, reject) => {
    let answer: SuiteAnswer | undefined;
    child.once("message", (results: SuiteAnswer) => {
      answer = results;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (answer === undefined) reject(new Error(`The suite ended with ${String(code)} and without an answer.`));
      else resolve(answer);
    });
    child.send(order);
  });
}
