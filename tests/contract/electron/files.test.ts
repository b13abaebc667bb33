import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropFiles } from '../../helpers/app.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { launchSemantics, patiently, type SemanticsApp } from './launch-semantics.ts';

let semantics: SemanticsApp;
beforeAll(async () => {
  semantics = await launchSemantics();
});
afterAll(() => semantics.close());

describe('webUtils.getPathForFile', () => {
  it('gives the path of dropped files and folders synchronously', async () => {
    const folder = await temporaryFolder();
    const paths = [join(folder, 'Mix 1 “final”.wav'), join(folder, 'ünïcode 🎧.flac'), join(folder, 'stems')];
    await writeFile(paths[0] ?? '', 'a');
    await writeFile(paths[1] ?? '', 'b');
    await mkdir(paths[2] ?? '');
    await dropFiles(semantics.page, semantics.page.locator('#target'), paths);
    await expect.poll(() => semantics.inPage('dropped'), patiently).toEqual(paths);
  });

  it('gives the path of a chosen file, also after a reload', async () => {
    await semantics.page.reload();
    const path = join(await temporaryFolder(), 'chosen.wav');
    await writeFile(path, 'a');
    await semantics.page.locator('#file').setInputFiles(path);
    expect(await semantics.inPage("tools.pathForFile(document.querySelector('#file').files[0])")).toBe(path);
  });

  it('gives no path for a file made by a script', async () => {
    expect(await semantics.inPage("tools.pathForFile(new File(['x'], 'made.wav'))")).toBe('');
  });

  it('is available only to the preload script: the page never sees a path', async () => {
    const path = join(await temporaryFolder(), 'secret.wav');
    await writeFile(path, 'a');
    await semantics.page.locator('#file').setInputFiles(path);
    const own = `(function getPathForFile(file) { let answeredPath = ''; debugger; return answeredPath; })`;
    expect(await semantics.inPage(`${own}(document.querySelector('#file').files[0])`)).toBe('');
  });

  it('throws for anything but a file', async () => {
    await expect(semantics.inPage('tools.pathForNoFile()')).rejects.toThrow(/getPathForFile/);
  });

  it('is not affected by debugger statements of the page', async () => {
    expect(await semantics.inPage('(() => { debugger; return 1; })()')).toBe(1);
  });
});
