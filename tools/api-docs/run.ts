import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDocuments } from '../../server/api-docs/documents.ts';
import { describeCommands } from './commands.ts';

// Rewrites docs/api. A contract test fails while the folder is out of date.
const folder = join(import.meta.dirname, '../../docs/api');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries({ ...makeDocuments(), 'commands.md': describeCommands() })) {
  writeFileSync(join(folder, name), text);
  console.log(`docs/api/${name}`);
}
