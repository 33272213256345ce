import type { ClientKind } from "./client-kind.ts";

/** What is known of a client's options: `value`: the next word is theirs; `flag`: it is not; `unknown`: it may be. */
export type OptionTaking = "value" | "flag" | "unknown";

interface ClientOptions {
  readonly values: ReadonlySet<string>;
  readonly flags: ReadonlySet<string>;
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Of npm 11 and 12, pnpm 10 and 12, Bun and Yarn 1 to 4. What takes a value only sometimes stands in neither list. Compared with the clients in test/exec/client-options.test.ts */
const OPTIONS: Readonly<Record<ClientKind, ClientOptions>> = {
  npm: {
    values: words(`
      -c -C -L -m -w --reg --_auth --access --allow-directory --allow-file --allow-git --allow-remote --allow-scripts --also --audit-level
      --auth-type --before --ca --cache --cache-max --cache-min --cafile --call --cert --cidr --cpu --depth --diff --diff-dst-prefix
      --diff-src-prefix --diff-unified --edit-dir --editor --enjoy-by --expect-result-count --expires --extension-file --fetch-retries
      --fetch-retry-factor --fetch-retry-maxtimeout --fetch-retry-mintimeout --fetch-timeout --git --global-ignore-file --globalconfig
      --heading --https-proxy --include --init-author-email --init-author-name --init-author-url --init-license --init-module --init-type
      --init-version --init.author.email --init.author.name --init.author.url --init.license --init.module --init.version
      --install-strategy --key --libc --local-address --location --lockfile-version --loglevel --logs-dir --logs-max --maxsockets
      --message --min-release-age --min-release-age-exclude --name --node-gyp --node-options --noproxy --omit --only --orgs
      --orgs-permission --os --otp --pack-destination --package --packages --packages-and-scopes-permission --password --patches-dir
      --prefix --preid --provenance-file --proxy --registry --replace-registry-host --save-prefix --sbom-format --sbom-type --scope
      --scopes --script-shell --searchexclude --searchlimit --searchopts --searchstaleness --shell --tag --tag-version-prefix --to
      --token-description --umask --user-agent --userconfig --viewer --which --workspace`),
    flags: words(`
      -? -a -B -d -D -dd -ddd -desc -E -f -g -h -H -iwr -l -n -O -p -P -q -s -S -v -ws -y --all --allow-same-version
      --allow-scripts-pending --allow-scripts-pin --allow-unused-patches --audit --bin-links --bypass-2fa --commit-hooks
      --dangerously-allow-all-scripts --desc --description --dev --diff-ignore-all-space --diff-name-only --diff-no-prefix --diff-text
      --dry-run --engine-strict --expect-results --force --foreground-scripts --format-package-lock --fund --git-tag-version --global
      --global-style --help --if-present --ignore-existing --ignore-extension --ignore-patch-failures --ignore-scripts
      --include-attestations --include-staged --include-workspace-root --init-private --install-links --iwr --json --keep-edit-dir
      --legacy-bundling --legacy-peer-deps --link --local --long --offline --omit-lockfile-registry-resolved --optional --package-lock
      --package-lock-only --packages-all --parseable --porcelain --prefer-dedupe --prefer-offline --prefer-online --production --progress
      --provenance --quiet --read-only --readonly --rebuild-bundle --save --save-bundle --save-dev --save-exact --save-optional --save-peer
      --save-prod --shrinkwrap --sign-git-commit --sign-git-tag --silent --strict-allow-scripts --strict-npmrc --strict-peer-deps
      --strict-ssl --timing --unicode --update-notifier --usage --verbose --version --versions --workspaces --workspaces-update --ws --yes`),
  },
  pnpm: {
    values: words(`
      -C -F --allow-build --cache-dir --changed-files-ignore-pattern --child-concurrency --cpu --dir --env-file --fetch-retries
      --fetch-retry-factor --fetch-retry-maxtimeout --fetch-retry-mintimeout --fetch-timeout --filter --filter-prod --global-bin-dir
      --global-dir --global-pnpmfile --hoist-pattern --http-proxy --https-proxy --libc --lockfile-dir --lockfile-directory --loglevel
      --merge-git-branch-lockfiles-branch-pattern --modules-dir --network-concurrency --node-linker --noproxy --npm-path --npmrc-auth-file --only --os
      --package-import-method --pnpmfile --prefix --proxy --public-hoist-pattern --registry --reporter --save-catalog-name --save-prefix
      --state-dir --store-dir --test-pattern --trust-policy --trust-policy-exclude --trust-policy-ignore-after --user-agent
      --virtual-store-dir --workspace-concurrency --workspace-packages`),
    flags: words(`
      -? -d -D -dd -ddd -E -f -g -h -H -i -l -L -O -p -P -q -r -s -S -v -w -y --aggregate-output --dangerously-allow-all-builds --dev
      --development --engine-strict --fail-if-no-match --fix-lockfile --force --frozen-lockfile --global --help --hoist --if-present
      --ignore-pnpmfile --ignore-scripts --ignore-workspace --ignore-workspace-root-check --include-workspace-root --latest --local
      --lockfile --lockfile-only --long --merge-git-branch-lockfiles --offline --optimistic-repeat-install --optional --parallel
      --parseable --porcelain --prefer-frozen-lockfile --prefer-offline --prod --production --quiet --recursive --resolution-only
      --save --save-catalog --save-dev --save-exact --save-optional --save-peer --save-prod --save-workspace-protocol
      --shamefully-flatten --shamefully-hoist --shared-workspace-lockfile --side-effects-cache --side-effects-cache-readonly --silent
      --stream --strict-peer-dependencies --unsafe-perm --update-checksums --use-running-store-server --use-stderr --use-store-server
      --verbose --verify-store-integrity --version --workspace --workspace-root --yes`),
  },
  bun: {
    values: words(`
      -F --backend --ca --cache-dir --cafile --concurrent-scripts --cpu --cwd --env-file --filter --libc --linker --minimum-release-age
      --minimum-release-age-excludes --network-concurrency --omit --os --registry`),
    flags: words(`
      -a -d -E -f -g -h -p -y --analyze --bun --dev --dry-run --exact --force --frozen-lockfile --global --help --ignore-scripts
      --lockfile-only --offline --only-missing --optional --peer --prefer-offline --production --quiet --save --save-prod
      --save-text-lockfile --silent --trust --use-bundled-ca --use-openssl-ca --use-system-ca --verbose --yarn`),
  },
  yarn: {
    values: words(`
      --cache-folder --cwd --emoji --global-folder --https-proxy --link-folder --mode --modules-folder --mutex --network-concurrency
      --network-timeout --otp --preferred-cache-folder --prod --production --proxy --registry --scripts-prepend-node-path --use-yarnrc`),
    flags: words(`
      -A -D -E -h -i -O -P -s -T -v -W --audit --cached --check-cache --check-files --dev --disable-pnp --enable-pnp --exact --fixed --flat
      --focus --force --frozen-lockfile --har --help --ignore-engines --ignore-optional --ignore-platform --ignore-scripts
      --ignore-workspace-root-check --immutable --immutable-cache --inline-builds --interactive --json --link-duplicates --non-interactive
      --offline --optional --peer --pnp --prefer-dev --prefer-offline --pure-lockfile --silent --skip-integrity-check --strict-semver
      --tilde --update-checksums --verbose --version`),
  },
};

/** Whether an option that holds no `=` takes the word that follows it. */
export function optionTaking(kind: ClientKind, name: string): OptionTaking {
  const { values, flags } = OPTIONS[kind];
  if (values.has(name)) return "value";
  // pnpm 12 has a value there.
  if (name === "--no-proxy") return "unknown";
  return flags.has(name) || name.startsWith("--no-") ? "flag" : "unknown";
}
