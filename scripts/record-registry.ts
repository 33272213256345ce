/**
 * Records `test/fixtures/registry/` from the registry that npm is configured with.
 *
 *     node scripts/record-registry.ts [spec…]      specs default to test/fixtures/registry/specs.json
 *
 * Every dependency of every recorded version is followed, optional and peer ones too, so that any client can
 * install any of the specs offline, whichever version of a range it prefers. Of each package the packument is cut
 * to those versions, up to three neighbours, and what dist-tags name; only versions that were followed get a tarball.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import semver from "semver";

type Manifest = Record<string, unknown> & {
  name: string;
  version: string;
  license?: unknown;
  deprecated?: string;
  dist: { tarball: string; integrity: string };
};
type Packument = Record<string, unknown> & {
  name: string;
  "dist-tags": Record<string, string>;
  time: Record<string, string>;
  versions: Record<string, Manifest>;
};

type Json = { [key: string]: Json } | string | number | boolean | null | Json[];

/** Objects are merged, anything else is replaced. */
const merge = (base: Json, added: Json): Json => {
  const isObject = (value: Json): value is { [key: string]: Json } =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject(base) || !isObject(added)) return added;
  const entries = Object.entries(added).map(([key, value]) => [
    key,
    key in base ? merge(base[key] ?? null, value) : value,
  ]);
  return { ...base, ...(Object.fromEntries(entries) as { [key: string]: Json }) };
};

const folder = fileURLToPath(new URL("../test/fixtures/registry/", import.meta.url));
const placeholder = "https://npm.example.com/";
/** Clients hold back versions younger than a day or three; a fixture must not come of age between two test runs. */
const youngest = Date.now() - 4 * 24 * 3600 * 1000;

const registry = new URL(execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim());

const readJson = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));

/** What the public registry says of a package and a mirror may leave out; see the fixtures' README. */
const addedFields = readJson("added-fields.json") as Record<
  string,
  { [field: string]: Json; deprecated?: Record<string, string> }
>;

const withAddedFields = (packument: Packument): Packument => {
  const { deprecated = {}, ...fields } = addedFields[packument.name] ?? {};
  const complete = merge(packument as unknown as Json, fields) as unknown as Packument;
  for (const manifest of Object.values(complete.versions)) {
    for (const [range, message] of Object.entries(deprecated)) {
      if (semver.satisfies(manifest.version, range, { includePrerelease: true })) manifest.deprecated = message;
    }
  }
  return complete;
};

const get = async (url: string | URL): Promise<Buffer> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for ${String(url)}`);
  return Buffer.from(await response.arrayBuffer());
};

const packuments = new Map<string, Promise<Packument>>();

const packumentOf = (name: string): Promise<Packument> => {
  const known = packuments.get(name);
  if (known !== undefined) return known;
  const fetched = get(new URL(name.replace("/", "%2f"), registry)).then((body) =>
    withAddedFields(JSON.parse(body.toString()) as Packument),
  );
  packuments.set(name, fetched);
  return fetched;
};

/** The versions that some client takes for a range: `latest` when it fits, the highest that is not deprecated, the highest. */
const chosenVersions = (packument: Packument, range: string): string[] => {
  const tagged = packument["dist-tags"][range];
  if (tagged !== undefined) return [tagged];
  const old = Object.keys(packument.versions).filter((version) => Date.parse(packument.time[version] ?? "") < youngest);
  const sound = old.filter((version) => packument.versions[version]?.deprecated === undefined);
  const { latest } = packument["dist-tags"];
  const chosen = [
    latest !== undefined && old.includes(latest) && semver.satisfies(latest, range) ? latest : null,
    semver.maxSatisfying(sound, range),
    semver.maxSatisfying(old, range),
  ];
  const versions = [...new Set(chosen.filter((version) => version !== null))];
  if (versions.length === 0) throw new Error(`nothing recordable satisfies ${packument.name}@${range}`);
  return versions;
};

const dependenciesOf = (manifest: Manifest): [name: string, range: string][] =>
  ["dependencies", "optionalDependencies", "peerDependencies"].flatMap((field) =>
    Object.entries((manifest[field] ?? {}) as Record<string, string>),
  );

const isOptionalPeer = (manifest: Manifest, name: string): boolean =>
  ((manifest["peerDependenciesMeta"] ?? {}) as Record<string, { optional?: boolean }>)[name]?.optional === true;

const split = (spec: string): [name: string, range: string] => {
  const at = spec.lastIndexOf("@");
  return at > 0 ? [spec.slice(0, at), spec.slice(at + 1)] : [spec, "latest"];
};

const resolveAll = async (specs: readonly string[]): Promise<Map<string, Set<string>>> => {
  const needed = new Map<string, Set<string>>();
  const queue = specs.map(split);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [name, range] = next;
    const packument = await packumentOf(name);
    for (const version of chosenVersions(packument, range)) {
      const versions = needed.get(name) ?? new Set<string>();
      needed.set(name, versions);
      if (versions.has(version)) continue;
      versions.add(version);
      const manifest = packument.versions[version];
      if (manifest === undefined) throw new Error(`${name}@${version} has no manifest`);
      queue.push(...dependenciesOf(manifest).filter(([dependency]) => !isOptionalPeer(manifest, dependency)));
    }
  }
  return needed;
};

const keptVersions = (packument: Packument, needed: ReadonlySet<string>): string[] => {
  const stable = Object.keys(packument.versions)
    .filter((version) => semver.valid(version) !== null && semver.prerelease(version) === null)
    .toSorted(semver.compare);
  // Lower neighbours only: a higher one would be chosen by a client, and it has no tarball.
  const highest = [...needed].toSorted(semver.compare).at(-1) ?? "";
  const neighbours = stable.filter((version) => semver.lt(version, highest) && !needed.has(version)).slice(-2);
  const first = stable.slice(0, 1);
  const tagged = Object.values(packument["dist-tags"]);
  return [...new Set([...needed, ...neighbours, ...first, ...tagged])]
    .filter((version) => packument.versions[version] !== undefined)
    .toSorted(semver.compare);
};

const trim = (packument: Packument, needed: ReadonlySet<string>): Packument => {
  const kept = keptVersions(packument, needed);
  const time = Object.fromEntries(
    ["created", "modified", ...kept].flatMap((key) => {
      const value = packument.time[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const versions = Object.fromEntries(
    kept.map((version) => {
      const { readme: _readme, ...manifest } = packument.versions[version] as Manifest;
      return [version, manifest];
    }),
  );
  const { readme: _readme, ...rest } = packument;
  return { ...rest, versions, time };
};

const save = (path: string, content: string | Buffer): void => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
};

const withoutHost = (text: string): string =>
  text.replaceAll(new RegExp(`https?://${registry.host.replaceAll(".", "\\.")}/?`, "g"), placeholder);

const licenceOf = (manifest: Manifest): string => {
  const { license } = manifest;
  if (typeof license === "string") return license;
  const legacy = (license ?? manifest["licenses"]) as { type?: string } | { type?: string }[] | undefined;
  return (
    [legacy ?? []]
      .flat()
      .map(({ type }) => type ?? "")
      .join(" OR ") || "not stated"
  );
};

const record = async (specs: readonly string[]): Promise<void> => {
  const needed = await resolveAll(specs);
  for (const part of ["packuments", "tarballs"]) rmSync(join(folder, part), { recursive: true, force: true });
  const licences: string[] = [];
  let bytes = 0;
  for (const [name, versions] of [...needed].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const packument = await packumentOf(name);
    const trimmed = trim(packument, versions);
    for (const version of [...versions].toSorted(semver.compare)) {
      const manifest = packument.versions[version] as Manifest;
      const tarball = await get(manifest.dist.tarball);
      bytes += tarball.length;
      save(join("tarballs", name, `${name.split("/").at(-1)}-${version}.tgz`), tarball);
      licences.push(`| ${name}@${version} | ${licenceOf(manifest)} |`);
    }
    const text = withoutHost(`${JSON.stringify(trimmed, null, 2)}\n`);
    bytes += text.length;
    save(join("packuments", `${name}.json`), text);
  }
  const table = ["| package version | licence |", "| --- | --- |", ...licences].join("\n");
  const opening = "The recorded tarballs are unchanged copies of published packages; each keeps its own licence file.";
  save("LICENSES.md", `# Licences of the recorded packages\n\n${opening}\n\n${table}\n`);
  console.log(`${needed.size} packages, ${licences.length} tarballs, ${(bytes / 1e6).toFixed(1)} MB`);
};

const specs = process.argv.slice(2);
await record(specs.length > 0 ? specs : (readJson("specs.json") as string[]));
