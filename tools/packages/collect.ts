import { resolve } from 'node:path';
import { ensureBuilt } from '../setup/app-build.ts';
import { collectServer } from './collect-server.ts';

/** `collect.ts FOLDER`: everything that the server needs to run, for the container image. */
const root = resolve(import.meta.dirname, '../..');
const [folder] = process.argv.slice(2);
if (!folder) {
  process.stderr.write('Name a folder.\n');
  process.exit(2);
}
await ensureBuilt(root);
collectServer(root, resolve(folder));
