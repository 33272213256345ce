/** A registry that nobody can reach: what Headwater does not answer fails the install. */
export const unreachableRegistry = "https://npm.example.com/";
