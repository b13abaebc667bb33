import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../setup/app-build.ts';
import { collectServer } from './collect-server.ts';
import { buildServerDeb } from './server-deb.ts';

/**
 * `run-server.ts [--into FOLDER] [--tree]`: the Debian package of the server for this machine's processor, or with
 * `--tree` only the folder that the package and the container image are made of.
 */
const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    into: { type: 'string', default: join(root, 'dist') },
    tree: { type: 'boolean', default: false },
  },
});
await ensureBuilt(root);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = resolve(values.into);
if (values.tree) collectServer(root, folder);
const made = values.tree ? folder : buildServerDeb(root, { version, folder, compression: 'xz' });
process.stdout.write(`${made}\n`);
