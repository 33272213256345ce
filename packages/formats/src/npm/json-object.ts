import type { JsonObject, JsonValue } from "@headwater/resolver";

/** The value when it is a JSON object, else `undefined`; for JSON that came from outside. */
export function asJsonObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** An object's own member; safe against keys such as `__proto__` and `constructor`. */
export function ownMember(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** An object's own member when it is text. */
export function ownText(object: JsonObject, key: string): string | undefined {
  const value = ownMember(object, key);
  return typeof value === "string" ? value : undefined;
}

/** An object's own member when it is an object. */
export function ownObject(object: JsonObject, key: string): JsonObject | undefined {
  return asJsonObject(ownMember(object, key));
}

/** Is the value nested more deeply than this? Looks no deeper than the limit, so a hostile value cannot exhaust the stack. */
export function isNestedDeeperThan(value: JsonValue, limit: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return limit === 0 || Object.values(value).some((member: JsonValue) => isNestedDeeperThan(member, limit - 1));
}
