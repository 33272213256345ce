type Packument = { readonly versions?: Readonly<Record<string, Manifest>> };
type Manifest = { readonly dist?: { readonly tarball?: string } };

/** A packument's bytes with every `dist.tarball` below `base` (ends with `/`), where the public registry has it: `<name>/-/<file>`. */
export const placeTarballs = (name: string, bytes: Buffer, base: string): Buffer => {
  const packument = JSON.parse(bytes.toString("utf8")) as Packument;
  const versions = Object.fromEntries(
    Object.entries(packument.versions ?? {}).map(([version, manifest]) => {
      const file = manifest.dist?.tarball?.split("/").at(-1);
      if (file === undefined) return [version, manifest];
      return [version, { ...manifest, dist: { ...manifest.dist, tarball: `${base}${name}/-/${file}` } }];
    }),
  );
  return Buffer.from(JSON.stringify({ ...packument, versions }));
};
