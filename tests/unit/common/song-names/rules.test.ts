import { describe, expect, it } from 'vitest';
import { readNameByRules } from '../../../../common/song-names/name-rules.ts';

describe('the rules of a folder', () => {
  it('come before the grammar', () => {
    expect(readNameByRules('Dune XL v2.wav', [])).toMatchObject({ title: 'Dune XL' });
    expect(readNameByRules('Dune v2 XL.wav', [])).toMatchObject({ title: 'Dune', note: 'XL' });
    expect(readNameByRules('Dune v2 XL.wav', [{ kind: 'title-word', word: 'xl' }])).toMatchObject({
      ...{ title: 'Dune XL', label: 'v2', note: null },
    });
  });

  it.each([
    ['Dune v2', true],
    ['dune V2', true],
    ['Dune', false],
    ['Dune*', true],
    ['*v2', true],
    ['D*ne*2', true],
    ['*x*', false],
    ['*', true],
    ['Dune v2*v2', false],
  ])('never stack %s: %s', (name, isAlone) => {
    expect(readNameByRules('Dune v2.wav', [{ kind: 'never-stack', name }]) === null).toBe(isAlone);
  });
});
