/** The npm whose engine this package carries: its Arborist, pacote and configuration are those of this release. */
export const NPM_VERSION = "12.2.0";
