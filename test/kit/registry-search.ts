import type { RecordedPackages } from "./recorded-packages.ts";
import type { ServedManifest } from "./tarball-builder.ts";

const found = (name: string, time: string | undefined, manifest: ServedManifest): Record<string, unknown> => ({
  package: {
    name,
    scope: name.startsWith("@") ? name.slice(1, name.indexOf("/")) : "unscoped",
    version: manifest.version,
    description: manifest["description"] ?? "",
    keywords: manifest["keywords"] ?? [],
    date: time ?? "2020-01-01T00:00:00.000Z",
    links: {},
    publisher: { username: "publisher", email: "publisher@example.com" },
    maintainers: [{ username: "publisher", email: "publisher@example.com" }],
  },
  score: { final: 1, detail: { quality: 1, popularity: 1, maintenance: 1 } },
  searchScore: 1,
  flags: { insecure: 0 },
});

/** `GET /-/v1/search`: packages whose name or description has every word of `text`, paged by `size` and `from`. */
export const searchPackages = (packages: RecordedPackages, query: URLSearchParams): Record<string, unknown> => {
  const words = (query.get("text") ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const from = Number(query.get("from") ?? 0);
  const size = Number(query.get("size") ?? 20);
  const objects = packages.names().flatMap((name) => {
    const packument = packages.packument(name);
    const manifest = packument?.versions[packument["dist-tags"]["latest"] ?? ""];
    if (packument === undefined || manifest === undefined) return [];
    const text = JSON.stringify([name, manifest["description"]]).toLowerCase();
    const matches = words.every((word) => text.includes(word));
    return matches ? [found(name, packument.time[manifest.version], manifest)] : [];
  });
  return { objects: objects.slice(from, from + size), total: objects.length, time: "2026-01-01T00:00:00.000Z" };
};
