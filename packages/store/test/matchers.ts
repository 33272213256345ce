import { expect } from "vitest";

/** Vitest types its matchers `any`; these are the same ones for places that take no `any`. */
export const errorLike = (shape: Readonly<Record<string, unknown>>): unknown => expect.objectContaining({ ...shape });
export const textWith = (part: string): unknown => expect.stringContaining(part);
export const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);
