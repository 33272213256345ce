export { install as outdated } from "./install.ts";
