import js from "@eslint/js";
import globals from "globals";

// oxlint-disable-next-line import/no-default-export -- ESLint asks for it
export default [
  { ignores: ["**/dist/"] },
  js.configs.recommended,
  { languageOptions: { globals: { ...globals.node, ...globals.mocha } } },
];
