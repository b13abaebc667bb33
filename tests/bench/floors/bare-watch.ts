import { watch } from 'chokidar';

/** The floor of watching: chokidar on one folder and no more. Prints `ready` when its first scan is done. */
const folder = process.argv[2];
if (!folder) throw new Error('name a folder');
const watcher = watch(folder);
watcher.on('ready', () => process.stdout.write('ready\n'));
process.on('SIGTERM', async () => {
  await watcher.close();
  process.exit(0);
});
