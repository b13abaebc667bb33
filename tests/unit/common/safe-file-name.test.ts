import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { numberedFileName, safeFileName } from '../../../common/safe-file-name.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';

it.each([
  ['Drums?.wav', 'Drums_.wav'],
  ['a/b\\c:d.wav', 'a_b_c_d.wav'],
  ['CON.wav', '_CON.wav'],
  ['lpt1', '_lpt1'],
  ['Mix. . ', 'Mix'],
  ['u\u0308ber.wav', 'über.wav'],
  ['...', '_'],
])('%s is saved as %s', (name, safe) => {
  expect(safeFileName(name)).toBe(safe);
});

it.each(['a', 'ж', '曲', '🎧'])(
  'a long name of %s can be saved, with its extension and a number',
  async (letter) => {
    const name = numberedFileName(safeFileName(`${letter.repeat(300)}.wav`), 12);
    expect(name).toMatch(/ \(12\)\.wav$/);
    expect(name.isWellFormed()).toBe(true);
    await writeFile(join(await temporaryFolder(), `${name}.bandmate-part`), '');
  },
);
