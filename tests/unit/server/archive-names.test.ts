import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archiveNames } from '../../../server/stems/archive-names.ts';

describe('the names in an archive', () => {
  it('are the files’ own names, the second of two with a number', () => {
    expect(archiveNames(['Drums.wav', 'drums.WAV', 'Drums.wav', 'Bass.wav'])).toEqual([
      ...['Drums.wav', 'drums (2).WAV', 'Drums (3).wav', 'Bass.wav'],
    ]);
    expect(archiveNames(['a.wav', 'a (2).wav', 'a.wav'])).toEqual(['a.wav', 'a (2).wav', 'a (3).wav']);
  });

  it.each([
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\stems\\kick.wav', 'C__stems_kick.wav'],
    ['kick\u202Evaw.exe', 'kick_vaw.exe'],
    ['con.wav', '_con.wav'],
    ['kick.wav. ', 'kick.wav'],
    ['..', '_'],
    ['', '_'],
    ['Ä.wav', 'Ä.wav'],
    [`${'x'.repeat(300)}.wav`, `${'x'.repeat(200)}.wav`],
  ])('make %j harmless', (name, safe) => {
    expect(archiveNames([name])).toEqual([safe]);
  });

  it('are unique whatever the case, and lead out of no folder', () => {
    const name = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a.wav', 'A.wav', 'a', '../a'));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 20 }), (names) => {
        const safe = archiveNames(names);
        expect(new Set(safe.map((each) => each.toLowerCase())).size).toBe(names.length);
        for (const each of safe) expect(each).toMatch(/^(?!\.{1,2}$)[^/\\\0]+$/u);
      }),
    );
  });
});
