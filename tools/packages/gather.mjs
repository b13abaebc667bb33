import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/*
 * `gather.mjs FROM TO`: copies what is published of a folder of packages, updates' feeds included, into a flat one.
 * Fails if there is nothing.
 */
const [from = 'dist', to = 'release'] = process.argv.slice(2);
const published = /\.(AppImage|deb|dmg|zip|exe|blockmap|cdx\.json)$|^latest.*\.yml$/;
const files = readdirSync(from, { recursive: true, withFileTypes: true }).filter(
  (entry) => entry.isFile() && published.test(entry.name) && !/-unpacked|\/tree(\/|$)/.test(entry.parentPath),
);
if (files.length === 0) throw new Error(`There is nothing to publish in ${from}.`);
mkdirSync(to, { recursive: true });
for (const { parentPath, name } of files) copyFileSync(join(parentPath, name), join(to, basename(name)));
process.stdout.write(`${files.map(({ name }) => name).join('\n')}\n`);
