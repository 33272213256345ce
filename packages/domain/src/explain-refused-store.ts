import { dirname } from "node:path";
import { HeadwaterError, isHeadwaterError } from "@headwater/resolver";
import type { Configuration } from "./configuration/configuration.ts";

/**
 * A store's refusal with the way out: a store knows neither where its folder is written down nor where a key is looked
 * for. Every other error stays as it is. Proven in test/explain-refused-store.test.ts
 */
export function explainRefusedStore(error: unknown, configuration: Configuration, isNew: boolean): unknown {
  if (!isHeadwaterError(error)) return error;
  const hint = hintFor(error, configuration, isNew);
  if (hint === undefined) return error;
  const { code, message, details, cause } = error;
  return new HeadwaterError(code, message, { hint, details, cause });
}

function hintFor({ code, details }: HeadwaterError, configuration: Configuration, isNew: boolean): string | undefined {
  const folder = dirname(configuration.store.references.path);
  const away = `move ${folder} away, which in CI means to clear its cache, and install again`;
  switch (code) {
    case "KEY_NOT_FOUND":
    case "KEY_WRONG":
      if (isNew) return newStoreAdvice(configuration);
      return `${keyAdvice(configuration)} If the key of this store is gone for good, ${away}.`;
    case "CONFIGURATION_INVALID":
      if (details["store"] === undefined) return undefined;
      return `Correct domain and owner in ${configuration.file ?? "the configuration"}, or give this domain a store of its own. If nothing in this store is needed, ${away}.`;
    default:
      return undefined;
  }
}

function keyAdvice({ encryption: { key } }: Configuration): string {
  if (key.type === "env")
    return `Set ${key.name} to the key of this store, 32 bytes as base64 or as 64 hex digits; in CI, give this job the secret.`;
  return `Put the key of this store into ${key.path}, or set HEADWATER_KEY to it.`;
}

function newStoreAdvice({ encryption: { key } }: Configuration): string {
  if (key.type === "env")
    return `Set ${key.name} to a key, 32 bytes as base64 or as 64 hex digits, or take it out of the environment to have one made; in CI, give this job the secret.`;
  return `Put a key into ${key.path}, 32 bytes as base64 or as 64 hex digits, or move the file away to have one made.`;
}
