export { install as ls } from "./install.ts";
