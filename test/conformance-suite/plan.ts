/** Which of the public suite's tests is run by which client, against which server, and what is left out. */
import type { TestClient } from "../kit/test-client.ts";

/** The clients in the order of the page's columns. pnpm 10 is older than what the suite knows. */
export const SUITE_CLIENTS = ["npm-11", "npm-12", "pnpm-12", "yarn-4", "bun"] as const satisfies readonly TestClient[];

export type SuiteClient = (typeof SUITE_CLIENTS)[number];

/** What a test's requests come to. */
export type Ground =
  /** `headwater serve` that wants its token, over the recorded registry. */
  | "token"
  /** `headwater serve --allow-anyone`, over the recorded registry: the test asks without a token. */
  | "anyone"
  /** The same behind a proxy that has the repository at its root: the test asks at the root of the host. */
  | "at the root"
  /** The same, but over a registry that the test itself starts and stops. */
  | "own upstream";

const GROUNDS: Readonly<Record<string, Ground>> = {
  "package-names": "anyone",
  "scenario:tarballs": "anyone",
  "scenario:metadata": "anyone",
  "scenario:search": "at the root",
  "scenario:uplink-failure": "own upstream",
  "scenario:reserved-names": "own upstream",
};

export const groundOf = (test: string): Ground => GROUNDS[test] ?? "token";

/** Tests that are left out, as `docs/reference/conformance.md` explains. */
const SKIPPED: Readonly<Partial<Record<SuiteClient, readonly string[]>>> = {
  "yarn-4": ["deprecate", "login", "ping"],
};

export const skippedBy = (client: SuiteClient): readonly string[] => SKIPPED[client] ?? [];

/** `not asked`: the suite has the test for other clients only. */
export type Outcome = "passes" | "fails" | "skipped" | "not asked";
