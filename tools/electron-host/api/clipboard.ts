import type * as Electron from 'electron';
import { knownMembers } from '../known-members.ts';
import { WebContents } from './web-contents.ts';

let lastText = '';

/** Text written here is handed to Chromium's clipboard through a page; text copied elsewhere is not seen by `readText`. */
export const clipboard = knownMembers('clipboard', {
  async writeText(text: string) {
    lastText = text;
    const [contents] = WebContents.getAllWebContents();
    if (contents) await WebContents.evaluate(contents, `(${copyThroughSelection})(${JSON.stringify(text)})`);
  },
  readText: async () => lastText,
} satisfies Pick<Electron.Clipboard, 'writeText' | 'readText'>);

/** Runs in a page, which may be one without focus: `navigator.clipboard` would refuse it. */
function copyThroughSelection(text: string): void {
  const page = globalThis as unknown as { document: EventTarget & { execCommand(name: string): boolean } };
  const fill = (event: Event) => {
    const { clipboardData } = event as Event & {
      clipboardData: { setData(type: string, text: string): void };
    };
    clipboardData.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  page.document.addEventListener('copy', fill, { capture: true, once: true });
  if (!page.document.execCommand('copy')) throw new Error('Chromium did not copy');
}
