import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSite } from './build-site.ts';

/** `run.ts [--into FOLDER] [--sources URL]`: the docs as a folder of static pages. */
const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: { into: { type: 'string', default: join(root, 'dist/site') }, sources: { type: 'string' } },
});
const pages = buildSite(root, resolve(values.into), { sourcesUrl: values.sources ?? null });
process.stdout.write(`${pages.length} pages in ${resolve(values.into)}\n`);
