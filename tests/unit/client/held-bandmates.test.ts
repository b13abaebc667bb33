import { expect, it } from 'vitest';
import { heldBandmates } from '../../../client/account/held-bandmates.ts';
import { summaryOf } from '../../../client/cache/assemble-cache.ts';
import { createMemoryCache } from '../../../client/cache/create-memory-cache.ts';
import { project } from '../../fixtures/renderer/page/sample.ts';

it('lists everyone of the cached projects once, without presence', () => {
  const cache = createMemoryCache('me');
  const [ep, live] = [project('ep', 'Summer EP', []), project('live', 'Live 2026', [])];
  cache.replaceProjects([ep, live].map(summaryOf));
  expect(heldBandmates(cache, 'ana')).toEqual([]);
  cache.replaceProject(ep);
  cache.replaceProject(live);
  expect(heldBandmates(cache, 'ana').map(({ userId, isOnline }) => [userId, isOnline])).toEqual([
    ['ben', null],
    ['cy', null],
  ]);
});
