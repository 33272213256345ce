import { expect, test } from "vitest";
import {
  type PackageCoordinate,
  displayName,
  packageOf,
  packagePath,
  packageVersionPath,
} from "../../src/names/coordinate.ts";

const lodash: PackageCoordinate = { format: "npm", name: "lodash" };
const core: PackageCoordinate = { format: "npm", namespace: "babel", name: "core" };

test("the path of a package is format, namespace and name, the namespace empty when absent", () => {
  expect(packagePath(lodash)).toBe("npm//lodash");
  expect(packagePath(core)).toBe("npm/babel/core");
  expect(packageVersionPath({ ...core, version: "7.0.0" })).toBe("npm/babel/core/7.0.0");
});

test("the package of a package version has no version and no empty namespace", () => {
  expect(packageOf({ ...lodash, version: "4.0.0" } as PackageCoordinate)).toStrictEqual(lodash);
  expect(packageOf({ ...core, version: "7.0.0" } as PackageCoordinate)).toStrictEqual(core);
});

test("messages name a scoped npm package with its @, and other formats' packages without", () => {
  expect(displayName(lodash)).toBe("lodash");
  expect(displayName(core)).toBe("@babel/core");
  expect(displayName({ format: "maven", namespace: "org.acme", name: "tool" })).toBe("org.acme/tool");
});
