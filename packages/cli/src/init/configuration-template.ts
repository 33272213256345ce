/** What a new configuration is about. All three are valid names already. */
export interface InitialConfiguration {
  readonly domain: string;
  readonly owner: string;
  readonly repository: string;
}

const STORE_REPOSITORY = "npm-store";

/** The text of a new `headwater.yml`: one repository for the project, over one that is connected to the public npm registry. */
export function configurationTemplate({ domain, owner, repository }: InitialConfiguration): string {
  const own = repository === STORE_REPOSITORY ? [] : [`  ${repository}: { upstreams: [${STORE_REPOSITORY}] }`];
  return [
    "# Headwater: a domain of repositories. References and assets are kept in .headwater/ beside this file.",
    `domain: ${domain}`,
    `owner: "${owner}"`,
    "repositories:",
    ...own,
    `  ${STORE_REPOSITORY}: { externalConnection: "public:npmjs" }`,
    "# The repository that this project talks to.",
    `repository: ${repository}`,
    "",
  ].join("\n");
}

/** A domain's name (D2) made of a folder's; `local` when nothing of it can be used. */
export function domainNameFor(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 50)
    .replace(/-+$/, "");
  return name.length < 2 ? "local" : name;
}
