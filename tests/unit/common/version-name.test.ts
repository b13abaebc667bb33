import { expect, it } from 'vitest';
import { shortVersionNames } from '../../../common/version-name.ts';

it('tells versions of one label apart by their notes, and leaves notes out elsewhere', () => {
  const versions = [
    { label: 'v1', note: 'rough' },
    { label: 'v2' },
    { label: 'v2', note: 'louder' },
    { note: 'last' },
  ];
  expect(shortVersionNames(versions)).toEqual(['v1', 'v2', 'v2 · louder', 'v4']);
});
