import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type * as Electron from 'electron';
import { reportUnlessGone } from '../chromium/devtools-connection.ts';
import { knownMembers } from '../known-members.ts';
import { type ChooserMessage, type FolderView, showFolder } from '../page/folder-page.ts';
import { runtime } from './runtime.ts';

async function subfolders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return folders.map(({ name }) => name).sort((one, other) => one.localeCompare(other));
}

/**
 * Shows a folder chooser in its own window, since Chromium's doesn't reveal the path of the chosen folder. Closing the
 * window cancels.
 */
async function chooseFolder(title: string, start: string): Promise<string | undefined> {
  const { pages } = runtime('dialog');
  const page = await pages.open({ x: 80, y: 80, width: 560, height: 520 });
  const { promise: answer, resolve: settle } = Promise.withResolvers<string | undefined>();
  let view: FolderView = { title, path: '/', parent: '/', folders: [], problem: '' };

  const enter = async (requested: string) => {
    const path = resolve(requested);
    try {
      view = { title, path, parent: dirname(path), folders: await subfolders(path), problem: '' };
    } catch (error) {
      view = { ...view, problem: String(error) };
    }
    const expression = `(${showFolder})(${JSON.stringify(view)})`;
    await page.devtools.send('Runtime.evaluate', { expression }).catch(reportUnlessGone);
  };
  page.devtools.on('Runtime.bindingCalled', ({ payload }) => {
    const { kind, path } = JSON.parse(payload) as ChooserMessage;
    if (kind === 'enter') void enter(path);
    else settle(kind === 'choose' ? path : undefined);
  });
  void page.gone.then(() => settle(undefined));
  await page.devtools.send('Runtime.addBinding', { name: 'chooser' });
  await page.devtools.send('Runtime.enable');
  await page.devtools.send('Runtime.runIfWaitingForDebugger');
  await enter(start);

  const chosen = await answer;
  await page.close();
  return chosen;
}

export const dialog = knownMembers('dialog', {
  /** Chooses one folder. */
  async showOpenDialog(
    ...values: [Electron.OpenDialogOptions] | [unknown, Electron.OpenDialogOptions]
  ): Promise<Electron.OpenDialogReturnValue> {
    const {
      properties = [],
      title = 'Choose a folder',
      defaultPath = homedir(),
    } = values.at(-1) as Electron.OpenDialogOptions;
    if (!properties.includes('openDirectory') || properties.includes('multiSelections')) {
      throw new Error('The stand-in for Electron can only choose a single folder');
    }
    const folder = await chooseFolder(title, defaultPath);
    return { canceled: folder === undefined, filePaths: folder === undefined ? [] : [folder] };
  },

  /** Chooses the folder only; the name is that of `defaultPath`. */
  async showSaveDialog(
    ...values: [Electron.SaveDialogOptions] | [unknown, Electron.SaveDialogOptions]
  ): Promise<Electron.SaveDialogReturnValue> {
    const { title = 'Save', defaultPath = '' } = values.at(-1) as Electron.SaveDialogOptions;
    const path = resolve(homedir(), defaultPath);
    const folder = await chooseFolder(title, dirname(path));
    return {
      canceled: folder === undefined,
      filePath: folder === undefined ? '' : join(folder, basename(path)),
    };
  },
});
