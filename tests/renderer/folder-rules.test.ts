import { describe, expect, it } from 'vitest';
import { readNameByRules } from '../../common/song-names/name-rules.ts';
import { rulesFor } from '../../renderer/features/corrections/folder-rules.ts';

describe('rulesFor', () => {
  it('offers the words outside of the title, and never to stack such names or the folder', () => {
    expect(rulesFor('Dune TV v3.wav', true)).toEqual([
      { kind: 'title-word', word: 'TV' },
      { kind: 'never-stack', name: 'Dune TV v*' },
      { kind: 'never-stack', name: '*' },
    ]);
  });

  it.each([
    ['Dune v2 24bit 48k.wav', 'Dune v* 24bit 48k', 'Dune v3 24bit 48k.wav'],
    ['Dune_v2_120bpm.wav', 'Dune_v*_120bpm', 'Dune_v3_120bpm.wav'],
    ['Dune 2 v2 (Ben 2).wav', 'Dune 2 v* (Ben 2)', 'Dune 2 v3 (Ben 2).wav'],
    ['Dune mix 6 master v2.wav', 'Dune mix * master v*', 'Dune mix 7 master v3.wav'],
    ['Dune v2 2026-03-01.wav', 'Dune v* *', 'Dune v3 2026-03-02.wav'],
    ['Dune inst2.wav', 'Dune inst*', 'Dune inst3.wav'],
    ['Dune036D1.wav', 'Dune*D*', 'Dune037D2.wav'],
  ])('never stacks %s, with any number of its version: %s, as %s', (name, pattern, next) => {
    const rule = { kind: 'never-stack', name: pattern } as const;
    expect(rulesFor(name, true)).toContainEqual(rule);
    for (const one of [name, next]) expect(readNameByRules(one, [rule])).toBeNull();
  });

  it('offers no word of a name that has none outside of its title', () => {
    expect(rulesFor('Dune v2.wav', false)).toEqual([]);
    expect(rulesFor('Dune v2.1b.wav', true)).toEqual([
      { kind: 'never-stack', name: 'Dune v*' },
      { kind: 'never-stack', name: '*' },
    ]);
    expect(rulesFor('Dune.wav', true)).toEqual([
      { kind: 'never-stack', name: 'Dune' },
      { kind: 'never-stack', name: '*' },
    ]);
  });

  it('does not offer to stop stacking after a version was moved to another song', () => {
    expect(rulesFor('Dune clean v3.wav', false)).toEqual([{ kind: 'title-word', word: 'clean' }]);
  });
});
