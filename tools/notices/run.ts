import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { noticesText } from './notices-text.ts';
import { listShipped } from './shipped-packages.ts';

/** Writes THIRD-PARTY-NOTICES from the packages that package-lock.json names. */
const root = resolve(import.meta.dirname, '../..');
const shipped = listShipped(root);
writeFileSync(join(root, 'THIRD-PARTY-NOTICES.txt'), noticesText(shipped));
process.stdout.write(`Wrote the notices of ${shipped.length} packages.\n`);
