import { type TagPrecedenceRules, parseTagPrecedenceRules } from "../dist-tag/tag-precedence.ts";
import { HeadwaterError } from "../errors/headwater-error.ts";
import { connectionFormat, parseExternalConnectionName } from "../external-connection/connections.ts";
import { parseAccountId } from "../names/account-id.ts";
import { checkFreeText } from "../names/free-text.ts";
import { parseRepositoryName } from "../names/repository-name.ts";
import type { Change } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { Repository } from "../repository/repository.ts";
import { validateUpstreams } from "../repository/validate-upstreams.ts";
import { describeRepository, summarizeRepository } from "./describe-repository.ts";
import type { RepositoryDescription } from "./descriptions.ts";
import { listAll } from "./list-all.ts";
import { loadReachable, requireRepository } from "./load-repositories.ts";
import { pageOf } from "./page-token.ts";
import { removeRepositoryContents } from "./remove-repository-contents.ts";
import { requireDomain } from "./require-domain.ts";
import type { Resolver } from "./resolver.ts";
import { untilCommitted } from "./until-committed.ts";
import { withoutRepository } from "./without-repository.ts";

type RepositoryUseCases = Pick<
  Resolver,
  | "createRepository"
  | "describeRepository"
  | "updateRepository"
  | "deleteRepository"
  | "listRepositories"
  | "associateExternalConnection"
  | "disassociateExternalConnection"
>;

const keyOf = (repository: string) => ({ type: "repository", repository }) as const;

export function createRepositoryUseCases(ports: ResolverPorts): RepositoryUseCases {
  const { references, clock, connections, settings } = ports;

  const describe = async (repository: Repository): Promise<RepositoryDescription> =>
    describeRepository(settings.region, await requireDomain(references), repository);

  /** The upstreams' part of the graph, and steps that make a commit conflict when any of it changes meanwhile: two changes at once cannot close a loop. */
  const checkUpstreams = async (repository: string, upstreams: readonly string[]): Promise<readonly Change[]> => {
    for (const upstream of upstreams) parseRepositoryName(upstream);
    const known = await loadReachable(references, upstreams);
    validateUpstreams(repository, upstreams, new Map([...known].map(([name, stored]) => [name, stored.value])));
    return [...known].map(([name, { stamp }]) => ({ type: "require", key: keyOf(name), stamp }));
  };

  /** Reads, changes and writes one repository; begins anew when another write came between. */
  const change = async (
    repository: string,
    edit: (before: Repository) => Promise<{ after: Repository; checks: readonly Change[] }>,
  ) => {
    const after = await untilCommitted("repositories", async () => {
      const stored = await requireRepository(references, repository);
      const edited = await edit(stored.value);
      const step: Change = { type: "replace", key: keyOf(repository), stamp: stored.stamp, value: edited.after };
      return { result: await references.commit([...edited.checks, step]), value: edited.after };
    });
    return describe(after);
  };

  return {
    async createRepository({ repository, description, upstreams = [], administratorAccount, tagPrecedence = {} }) {
      parseRepositoryName(repository);
      checkFreeText("description", description);
      const domain = await requireDomain(references);
      const value: Repository = {
        name: repository,
        administratorAccount: parseAccountId(administratorAccount ?? domain.owner),
        ...(description === undefined ? {} : { description }),
        upstreams,
        ...storedTagPrecedence(tagPrecedence),
        createdTime: clock.now(),
      };
      await untilCommitted("repositories", async () => {
        if ((await references.get(keyOf(repository))) !== undefined) throw alreadyExists(repository);
        const checks = await checkUpstreams(repository, upstreams);
        // A deletion that was cut short may have left contents of an earlier repository of this name (R7).
        await removeRepositoryContents(references, repository);
        const result = await references.commit([
          ...checks,
          { type: "insert", ifPresent: "conflict", key: keyOf(repository), value },
        ]);
        return { result, value };
      });
      return describe(value);
    },

    async describeRepository(repository) {
      return describe((await requireRepository(references, repository)).value);
    },

    updateRepository: ({ repository, description, upstreams, tagPrecedence }) =>
      change(repository, async ({ tagPrecedence: rules, ...before }) => {
        checkFreeText("description", description);
        const checks = upstreams === undefined ? [] : await checkUpstreams(repository, upstreams);
        const after = {
          ...before,
          ...(description === undefined ? {} : { description }),
          ...(upstreams === undefined ? {} : { upstreams }),
          ...storedTagPrecedence(tagPrecedence ?? rules ?? {}),
        };
        return { after, checks };
      }),

    async deleteRepository(repository) {
      const deleted = await untilCommitted("repositories", async () => {
        const stored = await requireRepository(references, repository);
        const all = await listAll(references, { type: "repository" });
        const others = all.filter(({ value }) => value.name !== repository);
        const result = await references.commit([
          { type: "delete", key: keyOf(repository), stamp: stored.stamp },
          // Every other repository must be as it was read: one that makes this an upstream at this instant would keep a dangling name.
          ...others.map(({ key, value, stamp }): Change => {
            if (!value.upstreams.includes(repository)) return { type: "require", key, stamp };
            const upstreams = value.upstreams.filter((name) => name !== repository);
            return { type: "replace", key, stamp, value: { ...value, upstreams } };
          }),
          ...withoutRepository(await listAll(references, { type: "group" }), repository, clock.now()),
        ]);
        return { result, value: stored.value };
      });
      await removeRepositoryContents(references, repository);
      return describe(deleted);
    },

    async listRepositories({ repositoryPrefix = "", administratorAccount, ...page }) {
      const domain = await requireDomain(references);
      const all = await listAll(references, { type: "repository" });
      const matching = all
        .map(({ value }) => value)
        .filter((each) => each.name.startsWith(repositoryPrefix))
        .filter((each) => administratorAccount === undefined || each.administratorAccount === administratorAccount);
      const { items, ...next } = pageOf(matching, (each) => each.name, page, 50);
      return { items: items.map((each) => summarizeRepository(settings.region, domain, each)), ...next };
    },

    associateExternalConnection: (repository, connection) =>
      change(repository, async (before) => {
        const name = parseExternalConnectionName(connection);
        if (before.externalConnection === name) throw connectionExists(repository, name);
        if (before.externalConnection !== undefined)
          throw secondConnection(repository, before.externalConnection, name);
        if (!connections.has(name)) throw connectionNotServed(name);
        return { after: { ...before, externalConnection: name }, checks: [] };
      }),

    disassociateExternalConnection: (repository, connection) =>
      change(repository, async (before) => {
        const name = parseExternalConnectionName(connection);
        if (before.externalConnection !== name) throw connectionAbsent(repository, name);
        const { externalConnection: _, ...after } = before;
        return { after, checks: [] };
      }),
  };
}

/** No rules are stored as none: a repository that never had any has no such member. @throws INVALID_ARGUMENT */
function storedTagPrecedence(rules: TagPrecedenceRules): Pick<Repository, "tagPrecedence"> {
  const parsed = parseTagPrecedenceRules(rules);
  return Object.keys(parsed).length === 0 ? {} : { tagPrecedence: parsed };
}

const alreadyExists = (repository: string): HeadwaterError =>
  new HeadwaterError("ALREADY_EXISTS", `There is already a repository "${repository}" in this domain.`, {
    hint: "Choose another name, or change the existing one with: headwater update-repository",
    details: { repository },
  });

const connectionNotServed = (name: string): HeadwaterError =>
  new HeadwaterError(
    "NOT_SUPPORTED",
    `The external connection "${name}" is of the ${connectionFormat(parseExternalConnectionName(name))} format, which is not served yet.`,
    {
      hint: "For npm packages use public:npmjs.",
      details: { connection: name },
    },
  );

const connectionExists = (repository: string, name: string): HeadwaterError =>
  new HeadwaterError(
    "ALREADY_EXISTS",
    `The repository "${repository}" already has the external connection "${name}".`,
    {
      hint: `See what it has with: headwater describe-repository --repository ${repository}`,
      details: { repository, connection: name },
    },
  );

const secondConnection = (repository: string, existing: string, name: string): HeadwaterError =>
  new HeadwaterError(
    "EXTERNAL_CONNECTION_LIMIT_EXCEEDED",
    `The repository "${repository}" already has the external connection "${existing}"; "${name}" would be a second one.`,
    {
      hint: `A repository has at most one. Give "${name}" to a repository of its own and use that as an upstream.`,
      details: { rule: "E1", repository, existing, connection: name },
    },
  );

const connectionAbsent = (repository: string, name: string): HeadwaterError =>
  new HeadwaterError(
    "EXTERNAL_CONNECTION_NOT_FOUND",
    `The repository "${repository}" has no external connection "${name}".`,
    {
      hint: `See what it has with: headwater describe-repository --repository ${repository}`,
      details: { repository, connection: name },
    },
  );
