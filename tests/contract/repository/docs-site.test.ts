import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { buildSite } from '../../../tools/docs-site/build-site.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { root } from './source-files.ts';

test('each document is a page, and each link leads to a page, a heading, an image or a file', async () => {
  const site = await temporaryFolder('site');
  const pages = buildSite(root, site, { sourcesUrl: 'sources:' });
  expect(pages.length).toBeGreaterThan(150);
  const html = new Map(pages.map(({ address }) => [address, readFileSync(join(site, address), 'utf8')]));
  const broken: string[] = [];
  for (const { address } of pages) {
    for (const [, attribute, link = ''] of html.get(address)?.matchAll(/ (href|src)="([^"]*)"/g) ?? []) {
      if (/^(https?|mailto):/.test(link)) continue;
      if (!leadsSomewhere(link)) broken.push(`${address}: ${attribute} ${link}`);
    }

    function leadsSomewhere(link: string): boolean {
      if (link.startsWith('sources:/'))
        return existsSync(join(root, link.slice('sources:/'.length).split('#')[0] ?? ''));
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? address : join(dirname(address), path);
      if (!existsSync(join(site, target))) return false;
      return anchor === undefined || html.get(target)?.includes(` id="${anchor}"`) === true;
    }
  }
  expect(broken).toEqual([]);
});
