import type { Metafile } from "esbuild";
import { Visitor } from "oxc-parser";
import { readSourceFile } from "../workspace/source-file.ts";

/** The specifiers that a file loads by `const { default: name } = await import("…")`, and only so. */
const loadedByDefault = (root: string, file: string): ReadonlySet<string> => {
  const byDefault = new Map<string, boolean>();
  const { program } = readSourceFile(root, file);
  const note = (specifier: string, takesDefault: boolean): void => {
    byDefault.set(specifier, takesDefault && byDefault.get(specifier) !== false);
  };
  new Visitor({
    VariableDeclarator: ({ id, init }) => {
      const call = init?.type === "AwaitExpression" ? init.argument : init;
      if (call?.type !== "ImportExpression" || call.source.type !== "Literal") return;
      const names = id.type === "ObjectPattern" ? id.properties : undefined;
      const takesDefault = names?.every(
        (one) => one.type === "Property" && one.key.type === "Identifier" && one.key.name === "default",
      );
      note(String(call.source.value), takesDefault ?? false);
    },
  }).visit(program);
  return new Set([...byDefault].filter(([, takesDefault]) => takesDefault).map(([specifier]) => specifier));
};

/** Throws where we take a named export from a CommonJS module by `import()`: once bundled it has only a default one. */
export const refuseDynamicCommonJs = (root: string, { inputs }: Metafile): void => {
  for (const [file, { imports }] of Object.entries(inputs)) {
    if (!file.startsWith("packages/")) continue;
    for (const { path, kind, original } of imports) {
      if (kind !== "dynamic-import" || inputs[path]?.format !== "cjs") continue;
      if (loadedByDefault(root, file).has(original ?? path)) continue;
      throw new Error(
        `${file} loads the CommonJS ${original} by import(); take its default, or import it statically in a module that is loaded so`,
      );
    }
  }
};
