// The part of npm's own libraries that is used here; they carry no types.

declare module "@npmcli/arborist" {
  export interface Edge {
    readonly name: string;
    readonly spec: string;
    readonly type: string;
    readonly error: string | null;
    readonly from: Node | null;
    readonly to: Node | null;
    readonly valid: boolean;
    readonly missing: boolean;
    readonly invalid: boolean;
    readonly optional: boolean;
    readonly peer: boolean;
    readonly dev: boolean;
    readonly workspace: boolean;
  }
  export interface Node {
    readonly name: string;
    readonly packageName: string | null;
    readonly version: string;
    readonly location: string;
    readonly path: string;
    readonly realpath: string;
    readonly resolved: string | null;
    readonly integrity: string | null;
    readonly isLink: boolean;
    readonly isRoot: boolean;
    readonly isTop: boolean;
    readonly isProjectRoot: boolean;
    readonly isWorkspace: boolean;
    readonly isInStore?: boolean;
    readonly isRegistryDependency: boolean;
    readonly inBundle: boolean;
    readonly inDepBundle: boolean;
    readonly inert?: boolean;
    readonly extraneous: boolean;
    readonly optional: boolean;
    readonly dev: boolean;
    readonly peer: boolean;
    readonly devOptional: boolean;
    readonly overridden?: boolean;
    readonly patched?: { readonly path: string; readonly integrity: string } | null;
    readonly problems?: unknown;
    shouldOmit(omit: ReadonlySet<string>): boolean;
    readonly errors: readonly NodeJS.ErrnoException[];
    readonly package: PackageJson;
    readonly pkgid: string;
    readonly parent: Node | null;
    readonly target: Node;
    readonly root: Node;
    readonly edgesOut: ReadonlyMap<string, Edge>;
    readonly edgesIn: ReadonlySet<Edge>;
    readonly children: ReadonlyMap<string, Node>;
    readonly fsChildren: ReadonlySet<Node>;
    readonly inventory: Inventory;
    readonly meta?: { readonly packageExtensionsHash?: string | null; readonly npmExtensionHash?: string | null };
    readonly packageExtensionsApplied?: AppliedExtension & { readonly selector: string };
    readonly npmExtensionApplied?: AppliedExtension;
    satisfies(spec: string): boolean;
  }
  /** Which fields of a manifest were extended, and the names that came in. */
  export type AppliedExtension = Readonly<Record<string, unknown>>;
  export interface PackageJson {
    readonly name?: string;
    readonly version?: string;
    readonly description?: string;
    readonly deprecated?: string | boolean;
    readonly _id?: string;
    readonly scripts?: Readonly<Record<string, string>>;
    readonly allowScripts?: Readonly<Record<string, boolean>>;
    readonly packageExtensions?: unknown;
    readonly devEngines?: unknown;
    readonly [field: string]: unknown;
  }
  export interface Inventory extends ReadonlyMap<string, Node> {
    query(field: string, value: string): ReadonlySet<Node>;
  }
  export interface Diff {
    readonly action: "ADD" | "REMOVE" | "CHANGE" | null;
    readonly actual?: Node;
    readonly ideal?: Node;
    readonly children: readonly Diff[];
  }
  export type AuditReport = Map<string, { readonly name: string; readonly fixBlockedByReleaseAge?: boolean }> & {
    readonly error: AuditFailure | null;
    toJSON(): { readonly metadata: { readonly vulnerabilities: Readonly<Record<string, number>> } };
  };
  export interface AuditFailure extends Error {
    readonly statusCode?: number;
    readonly method?: string;
    readonly uri?: string;
    readonly headers?: unknown;
    readonly body?: unknown;
  }
  export type ArboristOptions = Readonly<Record<string, unknown>>;
  export default class Arborist {
    constructor(options: ArboristOptions);
    readonly options: ArboristOptions;
    readonly path: string;
    actualTree: Node;
    idealTree: Node | null;
    virtualTree: Node;
    readonly diff: Diff | null;
    readonly auditReport: AuditReport | null | undefined;
    loadActual(options?: ArboristOptions): Promise<Node>;
    loadVirtual(options?: ArboristOptions): Promise<Node>;
    buildIdealTree(options?: ArboristOptions): Promise<Node>;
    reify(options?: ArboristOptions): Promise<Node>;
    dedupe(options?: ArboristOptions): Promise<Node>;
    prune(options?: ArboristOptions): Promise<Node>;
    audit(options?: ArboristOptions): Promise<unknown>;
    workspaceNodes(tree: Node, workspaces: readonly string[]): readonly Node[];
    workspaceDependencySet(tree: Node, workspaces: readonly string[], includeRoot: boolean): ReadonlySet<Node>;
    excludeWorkspacesDependencySet(tree: Node): ReadonlySet<Node>;
    addTracker(section: string, subsection?: string | null, key?: string | null): void;
    finishTracker(section: string, subsection?: string | null, key?: string | null): void;
    static readonly PackageExtensions: new (rules: unknown) => {
      readonly selectors: readonly { readonly key: string }[];
      match(name: string, version: string): unknown;
      wouldMatch(name: string, version: string): boolean;
    };
    static readonly NpmExtension: new (options: { readonly root: string; readonly extensionFile: unknown }) => {
      readonly hash: string | null;
    };
  }
}

declare module "@npmcli/arborist/lib/unreviewed-scripts.js" {
  import type { Node } from "@npmcli/arborist";
  const unreviewed: {
    collectUnreviewedScripts(options: {
      readonly tree: Node;
      readonly policy: Readonly<Record<string, boolean>> | null;
      readonly ignoreScripts: boolean;
      readonly dangerouslyAllowAllScripts: boolean;
    }): Promise<readonly { readonly node: Node; readonly scripts: Readonly<Record<string, string>> }[]>;
  };
  export default unreviewed;
}

declare module "@npmcli/arborist/lib/script-allowed.js" {
  import type { Node } from "@npmcli/arborist";
  const scriptAllowed: {
    isExactVersionDisjunction(range: string): boolean;
    trustedDisplay(node: Node): { readonly name: string; readonly version?: string };
  };
  export default scriptAllowed;
}

declare module "@npmcli/arborist/lib/release-age-exclude.js" {
  const age: { isReleaseAgeExcluded(name: string, excluded: unknown): boolean };
  export default age;
}

declare module "@npmcli/config" {
  export interface UnknownConfig {
    readonly where: string;
    readonly key: string;
    readonly baseKey: string | null;
    readonly source: string;
  }
  export default class Config {
    constructor(options: Readonly<Record<string, unknown>>);
    readonly env: Record<string, string | undefined>;
    readonly flat: Readonly<Record<string, unknown>>;
    readonly localPrefix: string;
    readonly globalPrefix: string;
    /** `false` in a folder without a manifest; without a value where nobody has looked: `--global`. */
    readonly localPackage: boolean | null;
    readonly home: string;
    readonly parsedArgv: { readonly remain: readonly string[] };
    readonly data: ReadonlyMap<
      string,
      {
        readonly data: Record<string, unknown>;
        /** The file. */
        readonly source?: string;
        /** Why it could not be read. */
        readonly loadError?: Error | null;
      }
    >;
    /** The program that scripts find as `npm_execpath`, and that prepares packages from git. */
    npmBin: string;
    warn: boolean;
    load(): Promise<void>;
    validate(): boolean;
    get(key: string, where?: string): unknown;
    set(key: string, value: unknown, where?: string): void;
    find(key: string): string | null;
    isDefault(key: string): boolean;
    getUnknownConfigs(where: string): readonly UnknownConfig[];
    logWarnings(): void;
    getCredentialsByURI(uri: string): {
      readonly token?: string;
      readonly username?: string;
      readonly password?: string;
    };
  }
}

declare module "@npmcli/config/lib/parse-allow-scripts-list.js" {
  export default function parseAllowScriptsList(value: unknown): readonly string[];
}

declare module "@npmcli/agent" {
  import type { InProcessAgentOptions } from "@headwater/server";
  type Agent = ReturnType<InProcessAgentOptions["outside"]>;
  const agents: { getAgent(url: string | URL, options: Readonly<Record<string, unknown>>): Agent };
  export default agents;
}

declare module "@npmcli/map-workspaces" {
  export default function mapWorkspaces(options: {
    readonly cwd: string;
    readonly pkg: unknown;
  }): Promise<ReadonlyMap<string, string>>;
}

declare module "@npmcli/package-json" {
  import type { PackageJson } from "@npmcli/arborist";
  const packageJson: { normalize(path: string): Promise<{ readonly content: PackageJson }> };
  export default packageJson;
}

declare module "@npmcli/run-script" {
  export default function runScript(options: Readonly<Record<string, unknown>>): Promise<unknown>;
}

declare module "libnpmfund" {
  import type { Node } from "@npmcli/arborist";
  const fund: { readTree(tree: Node, options: { readonly countOnly: true }): { readonly length: number } };
  export default fund;
}

declare module "npm-audit-report" {
  export default function npmAuditReport(
    report: unknown,
    options: Readonly<Record<string, unknown>>,
  ): { readonly report: string; readonly exitCode: number };
}

declare module "npm-install-checks" {
  interface Failure {
    readonly isWarn?: boolean;
    readonly isError?: boolean;
    readonly message: string;
    readonly errors: readonly Error[];
    readonly current: unknown;
    readonly required: unknown;
  }
  const checks: {
    /** @throws Error EBADENGINE */
    checkEngine(manifest: unknown, npmVersion: string, nodeVersion: string): void;
    checkDevEngines(wanted: unknown, current: unknown): readonly Failure[];
    currentEnv: { devEngines(options: { readonly nodeVersion: string; readonly npmVersion: string }): unknown };
  };
  export default checks;
}

declare module "npm-package-arg" {
  interface ParsedSpec {
    readonly type: string;
    readonly name: string | null;
    readonly registry?: boolean;
    readonly rawSpec: string;
    readonly fetchSpec: string;
    readonly subSpec?: ParsedSpec;
  }
  export default function npa(spec: string, where?: string): ParsedSpec;
}

declare module "npm-pick-manifest" {
  export default function pickManifest(
    packument: unknown,
    wanted: string,
    options: Readonly<Record<string, unknown>>,
  ): { readonly version: string };
}

declare module "pacote" {
  const pacote: {
    extract(spec: string, folder: string, options: Readonly<Record<string, unknown>>): Promise<unknown>;
    manifest(spec: string, options: Readonly<Record<string, unknown>>): Promise<{ readonly version: string }>;
    packument(
      spec: string | object,
      options: Readonly<Record<string, unknown>>,
    ): Promise<{ readonly name: string; readonly homepage?: string }>;
  };
  export default pacote;
}

declare module "proc-log" {
  type Log = (title: string, ...message: readonly unknown[]) => void;
  const procLog: { readonly log: Readonly<Record<"error" | "warn" | "notice" | "info" | "verbose" | "silly", Log>> };
  export default procLog;
}
