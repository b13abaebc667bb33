import type * as Electron from 'electron';
import { knownMembers } from '../known-members.ts';
import { WebContents } from './web-contents.ts';

let lastText = '';

/** Text written here is handed to Chromium's clipboard through a page; text copied elsewhere is not seen by `readText`. */
export const clipboard = knownMembers('clipboard', {
  async writeText(text: string) {
    lastText = text;
    const [contents] = WebContents.getAllWebContents();
    if (contents) await WebContents.copyText(contents, text);
  },
  readText: async () => lastText,
} satisfies Pick<Electron.Clipboard, 'writeText' | 'readText'>);
