import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type * as Electron from 'electron';
import { knownMembers } from '../known-members.ts';

type Chooser = (title: string) => [command: string, ...words: string[]];

/** The desktops' own choosers of a folder, asked in turn for the first that is installed. */
const choosers: Chooser[] = [
  (title) => ['zenity', '--file-selection', '--directory', `--title=${title}`],
  (title) => ['kdialog', '--title', title, '--getexistingdirectory', '.'],
];

/** What the chooser printed, undefined if the user cancelled, or 'missing' if it is not installed. */
async function ask([command, ...words]: ReturnType<Chooser>): Promise<string | undefined | 'missing'> {
  const chooser = spawn(command, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  const outcome = new Promise<number | 'missing'>((resolve) => {
    chooser.once('error', () => resolve('missing'));
    chooser.once('exit', (code) => resolve(code ?? 1));
  });
  const [answer, code] = await Promise.all([text(chooser.stdout), outcome]);
  if (code === 'missing') return 'missing';
  return code === 0 ? answer.replace(/\n$/, '') : undefined;
}

export const dialog = knownMembers('dialog', {
  async showOpenDialog(
    ...values: [Electron.OpenDialogOptions] | [unknown, Electron.OpenDialogOptions]
  ): Promise<Electron.OpenDialogReturnValue> {
    const options = values.at(-1) as Electron.OpenDialogOptions;
    if (!options.properties?.includes('openDirectory')) {
      throw new Error('The stand-in for Electron chooses folders only');
    }
    for (const chooser of choosers) {
      const folder = await ask(chooser(options.title ?? 'Choose a folder'));
      if (folder !== 'missing')
        return { canceled: folder === undefined, filePaths: folder === undefined ? [] : [folder] };
    }
    throw new Error(
      'No chooser for folders was found: install zenity or kdialog, or drop the folder on the window',
    );
  },
});
