import { expect, test } from "vitest";
import { requireDeclaredUpstreams } from "../../src/declared-repositories/unknown-upstream.ts";

const configuration = (upstream: string) => ({
  file: "headwater.yml",
  repositories: [
    { name: "team", upstreams: [upstream] },
    { name: "npm-store", upstreams: [] },
  ],
});

test("of a domain that is yet to be made every upstream is declared; another is told with the nearest name", () => {
  expect(() => requireDeclaredUpstreams(configuration("npm-store"))).not.toThrow();
  expect(() => requireDeclaredUpstreams(configuration("npm-stroe"))).toThrow(
    expect.objectContaining({
      code: "CONFIGURATION_INVALID",
      message: "team names the upstream npm-stroe, which is neither declared in headwater.yml nor in the domain.",
      hint: "Did you mean npm-store?",
    }),
  );
});
