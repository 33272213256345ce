/**
 * The user's npmrc with the run's token in it: pnpm 10 takes a token from a file only, and shells drop variables whose
 * names have a slash before a script can use them. Other lines for the same endpoint are left out.
 */
export function userNpmrcWithToken(text: string, endpoint: { readonly url: string; readonly token: string }): string {
  const host = `//${new URL(endpoint.url).host}/`;
  const kept = text.split(/\r?\n/).filter((line) => !line.trim().startsWith(host));
  return `${kept.join("\n").replace(/\n*$/, "")}\n${host}:_authToken=${endpoint.token}\n`.replace(/^\n/, "");
}
