/** Copying as tests of the use case do it. */
import { type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";
import type { CopyPackageVersionsInput } from "../../src/use-cases/descriptions.ts";

export const REPOSITORIES = {
  staging: { upstreams: ["inner"] },
  inner: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
  team: {},
};
export const lodash = packageNamed("lodash");
export const spec = "lodash@1.0.0";

export const build = () => buildResolver({ repositories: REPOSITORIES });
export const copy = ({ resolver }: BuiltResolver, input: Partial<CopyPackageVersionsInput> = { versions: ["1.0.0"] }) =>
  resolver.copyPackageVersions({
    sourceRepository: "staging",
    destinationRepository: "team",
    package: lodash,
    ...input,
  });
export const codes = (outcome: Awaited<ReturnType<typeof copy>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(outcome.failedVersions).map(([version, { errorCode }]) => [version, errorCode]));
