import { constants, setPriority } from 'node:os';

/**
 * Uses what is left of a core, at the lowest priority. Where nodes are added, the cores are busier, and the same work takes
 * more of their time (shared caches, lower clock): with this they are busy from the first node on.
 */
setPriority(constants.priority.PRIORITY_LOW);
process.stdout.write('running\n');
setInterval(() => {
  const end = performance.now() + 50;
  while (performance.now() < end);
}, 0);
process.on('SIGTERM', () => process.exit(0));
