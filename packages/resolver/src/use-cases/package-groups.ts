import { HeadwaterError } from "../errors/headwater-error.ts";
import { checkFreeText } from "../names/free-text.ts";
import { type GroupTree, createGroupTree } from "../package-group/group-tree.ts";
import { type PackageGroup, ROOT_PATTERN, restrictionsOf, rootGroup } from "../package-group/package-group.ts";
import { parsePackageGroupPattern } from "../package-group/pattern.ts";
import type { Change, ReferenceStore } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { Domain } from "../repository/domain.ts";
import { describePackageGroup } from "./describe-package-group.ts";
import type { PackageGroupDescription, PackageGroupUseCases } from "./group-descriptions.ts";
import { listAll } from "./list-all.ts";
import { groupsWritten } from "./load-groups.ts";
import { pageOf } from "./page-token.ts";
import { requireDomain } from "./require-domain.ts";
import { untilCommitted } from "./until-committed.ts";

type UseCases = Pick<
  PackageGroupUseCases,
  | "createPackageGroup"
  | "describePackageGroup"
  | "updatePackageGroup"
  | "deletePackageGroup"
  | "listPackageGroups"
  | "listSubPackageGroups"
>;

/** Making, describing and deleting package groups (PG14, PG15, PG20, PG21). */
export function createPackageGroupUseCases({ references, clock, settings }: ResolverPorts): UseCases {
  const describe = (domain: Domain, tree: GroupTree, group: PackageGroup): PackageGroupDescription =>
    describePackageGroup(settings.region, domain, tree, group);

  return {
    async createPackageGroup({ packageGroup, contactInfo, description }) {
      parsePackageGroupPattern(packageGroup);
      checkTexts(contactInfo, description);
      const value: PackageGroup = {
        pattern: packageGroup,
        ...(contactInfo === undefined ? {} : { contactInfo }),
        ...(description === undefined ? {} : { description }),
        createdTime: clock.now(),
        restrictions: restrictionsOf("INHERIT"),
      };
      if (packageGroup === ROOT_PATTERN) throw alreadyExists(packageGroup);
      const result = await references.commit([
        { type: "insert", ifPresent: "conflict", key: { type: "group", pattern: packageGroup }, value },
        groupsWritten(clock.now()),
      ]);
      if (!result.committed) throw alreadyExists(packageGroup);
      const { domain, tree } = await readGroups(references);
      return describe(domain, tree, value);
    },

    async describePackageGroup(packageGroup) {
      const { domain, tree } = await readGroups(references);
      return describe(domain, tree, requireGroup(tree, packageGroup));
    },

    async updatePackageGroup({ packageGroup, contactInfo, description }) {
      checkTexts(contactInfo, description);
      await changeGroup({ references, clock }, packageGroup, (before) => ({
        after: {
          ...before,
          ...(contactInfo === undefined ? {} : { contactInfo }),
          ...(description === undefined ? {} : { description }),
        },
        checks: [],
      }));
      const { domain, tree } = await readGroups(references);
      return describe(domain, tree, requireGroup(tree, packageGroup));
    },

    async deletePackageGroup(packageGroup) {
      if (packageGroup === ROOT_PATTERN) throw rootStays();
      return untilCommitted("package groups", async () => {
        const { domain, tree } = await readGroups(references);
        const group = requireGroup(tree, packageGroup);
        const key = { type: "group", pattern: packageGroup } as const;
        const stored = await references.get(key);
        if (stored === undefined) throw groupNotFound(packageGroup);
        const result = await references.commit([
          { type: "delete", key, stamp: stored.stamp },
          groupsWritten(clock.now()),
        ]);
        return { result, value: describe(domain, tree, group) };
      });
    },

    async listPackageGroups({ prefix = "", ...page }) {
      const { domain, tree } = await readGroups(references);
      const matching = tree.groups.filter(({ pattern }) => pattern.startsWith(prefix));
      const { items, ...next } = pageOf(matching, ({ pattern }) => pattern, page, 50);
      return { items: items.map((group) => describe(domain, tree, group)), ...next };
    },

    async listSubPackageGroups({ packageGroup, ...page }) {
      const { domain, tree } = await readGroups(references);
      const { pattern } = requireGroup(tree, packageGroup);
      const { items, ...next } = pageOf(tree.childrenOf(pattern), (child) => child.pattern, page, 50);
      return { items: items.map((group) => describe(domain, tree, group)), ...next };
    },
  };
}

/** The domain and all of its groups; the root is as old as the domain. @throws DOMAIN_NOT_FOUND */
export async function readGroups(
  references: ReferenceStore,
): Promise<{ readonly domain: Domain; readonly tree: GroupTree }> {
  const domain = await requireDomain(references);
  const stored = await listAll(references, { type: "group" });
  return {
    domain,
    tree: createGroupTree(
      stored.map(({ value }) => value),
      domain.createdTime,
    ),
  };
}

/** @throws INVALID_NAME, PACKAGE_GROUP_NOT_FOUND */
export function requireGroup(tree: GroupTree, packageGroup: string): PackageGroup {
  parsePackageGroupPattern(packageGroup);
  const group = tree.get(packageGroup);
  if (group === undefined) throw groupNotFound(packageGroup);
  return group;
}

/** Reads, changes and writes one group, the root too, which has no record until it is first edited (PG14). Begins anew when another write came between. */
export async function changeGroup<T>(
  { references, clock }: Pick<ResolverPorts, "references" | "clock">,
  packageGroup: string,
  edit: (before: PackageGroup) => { readonly after: PackageGroup; readonly checks: readonly Change[] } & T,
): Promise<{ readonly after: PackageGroup } & T> {
  parsePackageGroupPattern(packageGroup);
  const key = { type: "group", pattern: packageGroup } as const;
  return untilCommitted("package groups", async () => {
    const stored = await references.get(key);
    if (stored === undefined && packageGroup !== ROOT_PATTERN) throw groupNotFound(packageGroup);
    const before = stored?.value ?? rootGroup((await requireDomain(references)).createdTime);
    const edited = edit(before);
    const write: Change =
      stored === undefined
        ? { type: "insert", ifPresent: "conflict", key, value: edited.after }
        : { type: "replace", key, stamp: stored.stamp, value: edited.after };
    return { result: await references.commit([...edited.checks, write, groupsWritten(clock.now())]), value: edited };
  });
}

function checkTexts(contactInfo: string | undefined, description: string | undefined): void {
  checkFreeText("contact information", contactInfo);
  checkFreeText("description", description);
}

const alreadyExists = (packageGroup: string): HeadwaterError =>
  new HeadwaterError("ALREADY_EXISTS", `There is already a package group ${packageGroup} in this domain.`, {
    hint: "Change it with: headwater update-package-group",
    details: { packageGroup },
  });

const groupNotFound = (packageGroup: string): HeadwaterError =>
  new HeadwaterError("PACKAGE_GROUP_NOT_FOUND", `There is no package group ${packageGroup} in this domain.`, {
    hint: `Create it with: headwater create-package-group --package-group '${packageGroup}'`,
    details: { packageGroup },
  });

const rootStays = (): HeadwaterError =>
  new HeadwaterError("INVALID_ARGUMENT", `The package group ${ROOT_PATTERN} cannot be deleted (PG14).`, {
    hint: "Every package that has no other group belongs to it. Change what it allows with: headwater update-package-group-origin-configuration",
    details: { rule: "PG14", packageGroup: ROOT_PATTERN },
  });
