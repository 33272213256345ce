import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  // The command starts a Node of its own, which takes its time on a busy machine.
  test: { include: ["src/*.spec.{js,jsx}"], testTimeout: 60_000 },
});
