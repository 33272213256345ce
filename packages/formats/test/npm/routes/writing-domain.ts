import { onTestFinished } from "vitest";
import { type MemoryDomain, createMemoryDomain } from "../../../../../test/kit/memory-domain.ts";
import { buildPackage } from "../../../../../test/kit/tarball-builder.ts";

export interface WritablePackument {
  readonly _rev: string;
  readonly "dist-tags": Record<string, string>;
  readonly versions: Record<string, { deprecated?: string; readonly dist: { readonly tarball: string } }>;
}

/** By which the repository knows a document that somebody sends back. */
export const revisionOf = ({ _rev: revision }: WritablePackument): string => revision;

export interface WritingDomain extends MemoryDomain {
  /** Publishes empty packages `name@version` into a repository, in order. */
  fill(repository: string, specs: readonly string[], tags?: readonly string[]): Promise<void>;
  /** What clients are shown. */
  shown(path: string): Promise<WritablePackument>;
  /** What npm asks for before it sends the document back. */
  writable(path: string): Promise<WritablePackument>;
  send(method: string, target: string, body?: unknown): Promise<Response>;
}

/** The repository `team` with its upstream `shared`, both empty; `team` lets upstreams through for everything. */
export async function makeWritingDomain(): Promise<WritingDomain> {
  const domain = await createMemoryDomain({ repositories: { shared: {}, team: { upstreams: ["shared"] } } });
  onTestFinished(() => domain.close());
  const json = async (target: string): Promise<WritablePackument> => {
    const answer = await domain.ask(target);
    if (!answer.ok) throw new Error(`${target}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as WritablePackument;
  };
  return {
    ...domain,
    async fill(repository, specs, tags = ["latest"]) {
      for (const spec of specs) {
        const at = spec.lastIndexOf("@");
        const answer = await domain.publish(
          repository,
          buildPackage({ name: spec.slice(0, at), version: spec.slice(at + 1) }),
          { tags },
        );
        if (answer.status !== 201) throw new Error(`${spec}: ${answer.status} ${await answer.text()}`);
      }
    },
    shown: json,
    writable: (path) => json(`${path}?write=true`),
    send: (method, target, body) =>
      domain.ask(target, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { "content-type": "application/json; charset=utf-8" } }),
      }),
  };
}

/** Lets a package of `team` be seen through its upstream too, as a package that is copied or older than the controls is (O6). */
export async function unblockUpstream({ references }: WritingDomain, name: string): Promise<void> {
  const key = { type: "package", repository: "team", package: { format: "npm", name } } as const;
  const stored = await references.get(key);
  const value = { tags: stored?.value.tags ?? {}, originControls: { publish: "ALLOW", upstream: "ALLOW" } } as const;
  await references.commit([{ type: "put", key, value }]);
}
