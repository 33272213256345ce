import type { BuiltPackage } from "./tarball-builder.ts";

export interface PublishDocumentOptions {
  /** dist-tags that are to name the version. Default: `latest`. */
  readonly tags?: readonly string[];
  /** Where the tarball stands: before the versions, as Yarn sends it, or behind them, as npm does. Default `last`. */
  readonly attachments?: "first" | "last";
  /** Further fields of the document. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Further fields of the version's manifest. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** In place of what the attachment says of the tarball. */
  readonly attachment?: Readonly<Record<string, unknown>>;
  /** Further attachments. */
  readonly attachmentsToo?: Readonly<Record<string, unknown>>;
}

/** What npm's clients send to publish a package. */
export function publishDocument(
  { name, version, tarball, manifest }: BuiltPackage,
  options: PublishDocumentOptions = {},
): Readonly<Record<string, unknown>> {
  const { tags = ["latest"], attachments = "last", fields = {} } = options;
  const file = `${name}-${version}.tgz`;
  const attached = {
    _attachments: {
      [file]: {
        content_type: "application/octet-stream",
        data: tarball.toString("base64"),
        length: tarball.length,
        ...options.attachment,
      },
      ...options.attachmentsToo,
    },
  };
  const dist = { ...manifest.dist, tarball: `http://registry.example/${name}/-/${file}` };
  return {
    ...(attachments === "first" ? attached : {}),
    _id: name,
    name,
    "dist-tags": Object.fromEntries(tags.map((tag) => [tag, version])),
    versions: { [version]: { ...manifest, dist, ...options.manifest } },
    access: null,
    ...fields,
    ...(attachments === "last" ? attached : {}),
  };
}
