import { describe, expect, it } from 'vitest';
import { rulesFor } from '../../renderer/features/corrections/folder-rules.ts';

describe('rulesFor', () => {
  it('offers the words outside of the title, and never to stack such names or the folder', () => {
    expect(rulesFor('Dune TV v3.wav', true)).toEqual([
      { kind: 'title-word', word: 'TV' },
      { kind: 'never-stack', name: 'Dune TV v*' },
      { kind: 'never-stack', name: '*' },
    ]);
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
