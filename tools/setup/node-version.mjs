/** The oldest Node that can run the set-up. Everything else runs on the Node version that package.json pins. */
const oldestNode = 20;

/**
 * A sentence for the user if Node is too old, else null.
 *
 * @param {string} version as in `process.versions.node`
 * @returns {string | null}
 */
export function nodeVersionProblem(version) {
  const major = Number.parseInt(version, 10);
  if (major >= oldestNode) return null;
  return `BandMate needs Node.js ${oldestNode} or newer for its set-up, but this is ${version}. Install one from https://nodejs.org and try again.`;
}
