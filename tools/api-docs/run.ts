import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDocuments } from '../../server/api-docs/documents.ts';

// Writes docs/api anew. A contract test fails while it is not what this would write.
const folder = join(import.meta.dirname, '../../docs/api');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(makeDocuments())) {
  writeFileSync(join(folder, name), text);
  console.log(`docs/api/${name}`);
}
