/**
 * A client of a test: `ask-endpoint.ts <targets as JSON>` asks the registry that its environment names for each target,
 * exactly as written, and prints the answers as JSON.
 */
import { askRaw } from "./raw-request.ts";

const registry = process.env["npm_config_registry"] ?? "";
const token = process.env[`npm_config_//${new URL(registry).host}/:_authToken`] ?? "";
const targets = JSON.parse(process.argv[2] ?? "[]") as readonly string[];
const answers = [];
for (const target of targets) answers.push(await askRaw(registry, target, [`authorization: Bearer ${token}`]));
process.stdout.write(JSON.stringify({ registry, answers }));
