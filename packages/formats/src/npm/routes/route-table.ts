import { advisoryRoutes } from "./advisories.ts";
import { attestationsRoute } from "./attestations.ts";
import { distTagsRoute } from "./dist-tags.ts";
import { packageVersionRoute } from "./package-version.ts";
import { packumentRoute } from "./packument.ts";
import { pingRoute } from "./ping.ts";
import { publishRoute } from "./publish.ts";
import type { Route } from "./route.ts";
import { searchRoute } from "./search.ts";
import { signingKeysRoute } from "./signing-keys.ts";
import { tarballRoute } from "./tarball.ts";
import { unpublishRoutes } from "./unpublish.ts";
import { visibilityRoute } from "./visibility.ts";
import { whoamiRoute } from "./whoami.ts";
import { writeDistTagsRoutes } from "./write-dist-tags.ts";

/** Every route of the npm wire protocol that a repository answers (N5); the first that fits wins. */
export const ROUTES: readonly Route[] = [
  packumentRoute,
  tarballRoute,
  packageVersionRoute,
  distTagsRoute,
  pingRoute,
  whoamiRoute,
  searchRoute,
  ...advisoryRoutes,
  attestationsRoute,
  signingKeysRoute,
  publishRoute,
  ...unpublishRoutes,
  ...writeDistTagsRoutes,
  visibilityRoute,
];
