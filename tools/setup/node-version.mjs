/** What the set-up itself needs. Everything after it runs on the Node version that package.json pins. */
export const oldestNode = 20;

/**
 * A sentence for someone whose Node is too old, or null.
 *
 * @param {string} version as in `process.versions.node`
 * @returns {string | null}
 */
export function nodeVersionProblem(version) {
  const major = Number.parseInt(version, 10);
  if (major >= oldestNode) return null;
  return `BandMate needs Node.js ${oldestNode} or newer to set itself up, and this is ${version}. Get one from https://nodejs.org and try again.`;
}
