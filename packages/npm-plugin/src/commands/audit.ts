export { install as audit } from "./install.ts";
