/** The npm whose engine this package carries: Arborist, pacote and configuration are within what this release asks for. */
export const NPM_VERSION = "12.2.0";
