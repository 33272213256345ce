import type * as z from "zod/mini";
import { nearestName } from "./nearest-name.ts";
import type { ParsedDocument } from "./parse-document.ts";
import type { DocumentPath, Problem } from "./problem.ts";
import {
  type CheckParams,
  type ConfigurationFile,
  type JsonSchema,
  configurationJsonSchema,
  configurationSchema,
} from "./schema.ts";

type Issue = z.core.$ZodIssue;

const EXPECTED: Readonly<Record<string, string>> = {
  string: "text",
  boolean: "true or false",
  number: "a whole number",
  int: "a whole number",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

/** The content of a configuration file, or what is wrong with it in the words of its author. Proven in test/configuration/read-configuration-file.test.ts. */
export function checkSchema(
  content: unknown,
  sourceOf: ParsedDocument["sourceOf"],
): { readonly file: ConfigurationFile } | { readonly problems: readonly Problem[] } {
  const result = configurationSchema.safeParse(content, { reportInput: true });
  if (result.success) return { file: result.data };
  return { problems: result.error.issues.flatMap((issue) => problemsOf(issue, toPath(issue.path), sourceOf)) };
}

function problemsOf(issue: Issue, path: DocumentPath, sourceOf: ParsedDocument["sourceOf"]): readonly Problem[] {
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey([...path, key], Reflect.get(issue.input ?? {}, key)));
    case "invalid_key":
      return issue.issues
        .flatMap((inner) => problemsOf(inner, path, sourceOf))
        .map((problem) => ({ ...problem, at: "key" as const }));
    case "invalid_type":
      return [wrongType(path, issue.expected, issue.input, sourceOf(path))];
    case "invalid_value":
      return [notAmong(path, issue.values.map(String), issue.input)];
    case "invalid_union": {
      // The union's members are a word and a mapping; what was written tells which of them was meant.
      const isMapping = typeof issue.input === "object" && issue.input !== null;
      const meant = issue.errors[isMapping ? 1 : 0] ?? [];
      return meant.flatMap((inner) => problemsOf(inner, [...path, ...toPath(inner.path)], sourceOf));
    }
    case "custom":
      return [checked(path, issue.message, issue.params as CheckParams | undefined)];
    case "invalid_format":
      return [
        {
          path,
          at: "value",
          text: `${nameOf(path)} must be a scope with its "@".`,
          hint: 'Write, for example, "@acme" in quotes.',
        },
      ];
    case "too_small":
      return [
        {
          path,
          at: "value",
          text:
            issue.origin === "string"
              ? `${nameOf(path)} is empty.`
              : `${nameOf(path)} must be at least ${issue.minimum}.`,
        },
      ];
    case "too_big":
      return [{ path, at: "value", text: `${nameOf(path)} must be at most ${issue.maximum}.` }];
    default:
      return [{ path, at: "value", text: `${nameOf(path)} is not valid: ${issue.message}.` }];
  }
}

function unknownKey(path: DocumentPath, value: unknown): Problem {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const valid = keysAt(parent);
  const nearest = nearestName(key, valid);
  const place = parent.length === 0 ? "" : ` in ${nameOf(parent)}`;
  const isShown = nearest !== undefined || isKey(key, parent, value);
  return {
    path,
    at: "key",
    ...(isShown ? {} : { keyIsHidden: true }),
    text: `unknown key${isShown ? ` ${JSON.stringify(key)}` : ""}${place}${nearest === undefined ? "" : `, did you mean ${JSON.stringify(nearest)}?`}`,
    hint:
      nearest === undefined
        ? `The keys${place === "" ? "" : " there"} are: ${valid.join(", ")}.`
        : `Write ${JSON.stringify(nearest)}, or remove the key.`,
  };
}

/** Where secrets are told of: what was written there by mistake may be one. */
const SECRETIVE: ReadonlySet<string | number | undefined> = new Set([
  "store",
  "encryption",
  "externalConnections",
  "server",
]);

/** Whether a key was meant as one: `token=…` is none, nor is what stands behind a comma of a secret. */
const isKey = (key: string, parent: DocumentPath, value: unknown): boolean =>
  /^[\w$.-]{1,40}$/.test(key) && !(SECRETIVE.has(parent[0]) && (value === null || value === undefined));

function wrongType(path: DocumentPath, expected: string, input: unknown, source: string | undefined): Problem {
  const name = path.length === 0 ? "the file" : nameOf(path);
  const secretive = SECRETIVE.has(path[0]);
  const text = `${name} must be ${EXPECTED[expected] ?? expected}${expected === "int" && secretive ? "" : `, not ${kindOf(input, secretive)}`}.`;
  if (input === null) {
    return {
      path,
      at: "key",
      text: `${name} has no value.`,
      hint: expected === "object" ? "Write {} after it, or remove the key." : "Write a value, or remove the key.",
    };
  }
  if (expected === "string" && typeof input === "number") {
    return {
      path,
      at: "value",
      text,
      hint: secretive
        ? "Put it in quotes; a secret is written as env:NAME, with the name of the variable that holds it."
        : `Put it in quotes, so that it stays as it is written: "${source ?? String(input)}".`,
    };
  }
  if (expected === "array" && typeof input === "string")
    return { path, at: "value", text, hint: `Write it in brackets: [${input}].` };
  return { path, at: "value", text };
}

function notAmong(path: DocumentPath, values: readonly string[], input: unknown): Problem {
  const nearest = typeof input === "string" ? nearestName(input, values) : undefined;
  return {
    path,
    at: "value",
    text: `${nameOf(path)} must be one of ${values.join(", ")}${nearest === undefined ? "" : `, did you mean ${JSON.stringify(nearest)}?`}`,
  };
}

function checked(path: DocumentPath, message: string, params: CheckParams | undefined): Problem {
  return {
    path,
    at: "value",
    text: `${nameOf(path)}: ${message}`,
    ...(params?.hint === undefined ? {} : { hint: params.hint }),
    ...(params?.code === "NOT_SUPPORTED" ? { code: "NOT_SUPPORTED" as const } : {}),
  };
}

/** The keys that a mapping at a place may have. */
function keysAt(path: DocumentPath): readonly string[] {
  let schema: JsonSchema | undefined = configurationJsonSchema();
  for (const step of path) schema = schema?.properties?.[step] ?? schema?.additionalProperties ?? schema?.items;
  return Object.keys(schema?.properties ?? {});
}

const kindOf = (input: unknown, secretive: boolean): string => {
  if (Array.isArray(input)) return "a list";
  if (typeof input === "object") return "a mapping";
  if (typeof input === "string") return "text";
  return secretive ? `a ${typeof input}` : `the ${typeof input} ${JSON.stringify(input)}`;
};

const nameOf = (path: DocumentPath): string => path.join(".");

const toPath = (path: readonly PropertyKey[]): DocumentPath =>
  path.map((step) => (typeof step === "number" ? step : String(step)));
