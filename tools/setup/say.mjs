/**
 * One line for the person who waits. To stderr: stdout belongs to the program that is started (an address, JSON lines).
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Says what begins, runs it, and says how long it took.
 *
 * @template Result
 * @param {string} what
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function step(what, work) {
  say(`${what}…`);
  const begun = performance.now();
  const result = await work();
  say(`  done in ${seconds(performance.now() - begun)}`);
  return result;
}

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
