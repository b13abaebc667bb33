import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { placeFile } from '../../../main/common/place-file.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';

it('gives each file a free name, and replaces none', async () => {
  const folder = await temporaryFolder();
  const place = async (text: string) => {
    const partial = join(folder, `${text}.part`);
    await writeFile(partial, text);
    return placeFile(partial, folder, 'Drums.wav');
  };
  const paths = await Promise.all(['one', 'two', 'three'].map(place));
  expect((await readdir(folder)).sort()).toEqual(['Drums (2).wav', 'Drums (3).wav', 'Drums.wav']);
  expect(await Promise.all(paths.map((path) => readFile(path, 'utf8')))).toEqual(['one', 'two', 'three']);
});
