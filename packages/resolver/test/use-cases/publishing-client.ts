/** Publishing as tests of the use case do it. */
import { expect } from "vitest";
import { type BuildResolverOptions, type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { coordinateOf } from "../../../../test/kit/scripted-registry.ts";
import type { PublishPackageVersionInput, PublishedPackageVersion } from "../../src/use-cases/publishing.ts";
import type { Resolver } from "../../src/use-cases/resolver.ts";

const CHAIN = {
  "npm-store": { externalConnection: "public:npmjs" },
  shared: { upstreams: ["npm-store"] },
  team: { upstreams: ["shared"] },
} as const;

export const streamOf = (text: string): ReadableStream<Uint8Array> => new Blob([text]).stream();

/** What a client does that publishes: stages the bytes, then publishes them. */
export async function publish(
  resolver: Resolver,
  repository: string,
  spec: string,
  { bytes = `bytes of ${spec}`, ...rest }: { readonly bytes?: string } & Partial<PublishPackageVersionInput> = {},
): Promise<PublishedPackageVersion> {
  const coordinate = coordinateOf(spec);
  const staged = await resolver.stageAsset(streamOf(bytes));
  return resolver.publishPackageVersion({
    repository,
    coordinate,
    manifest: { name: coordinate.name, version: coordinate.version },
    assets: [{ name: "package.tgz", ...staged }],
    tags: ["latest"],
    ...rest,
  });
}

export const refusal = (code: string, rule: string) => ({
  code,
  details: expect.objectContaining({ rule }) as unknown,
});

export async function build(options: Partial<BuildResolverOptions> = {}): Promise<BuiltResolver> {
  return buildResolver({ repositories: CHAIN, ...options });
}
