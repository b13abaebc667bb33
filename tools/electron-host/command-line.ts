import { resolve } from 'node:path';

export interface CommandLine {
  /** Modules to load before the app, from `-r` and `--require`. */
  preloads: string[];
  inspectPort: number | undefined;
  debuggingPort: number | undefined;
  /** Switches meant for Chromium. */
  switches: string[];
  userDataFolder: string | undefined;
  /** The app's folder, or undefined if none was given. */
  appFolder: string | undefined;
}

/**
 * Parses the arguments as Electron does: switches up to the first bare word, which is the app's folder. The rest belongs
 * to the app.
 */
export function readCommandLine(words: string[]): CommandLine {
  const line: CommandLine = {
    preloads: [],
    inspectPort: undefined,
    debuggingPort: undefined,
    switches: [],
    userDataFolder: undefined,
    appFolder: undefined,
  };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const value = word.slice(word.indexOf('=') + 1);
    if (word === '-r' || word === '--require') {
      index += 1;
      line.preloads.push(resolve(words[index] ?? ''));
    } else if (word === '--inspect' || word.startsWith('--inspect=')) {
      line.inspectPort = word === '--inspect' ? 9229 : Number(value.split(':').at(-1));
    } else if (word.startsWith('--user-data-dir=')) {
      line.userDataFolder = resolve(value);
    } else if (word.startsWith('--remote-debugging-port=')) {
      line.debuggingPort = Number(value);
    } else if (word.startsWith('-')) {
      line.switches.push(word);
    } else {
      line.appFolder = resolve(word);
      break;
    }
  }
  return line;
}
