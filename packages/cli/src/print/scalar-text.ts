/** A text, number or truth value of JSON as text; anything else is no scalar and shows as the JSON that it is. Proven in packages/cli/test/print/table.test.ts */
export const scalarText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
