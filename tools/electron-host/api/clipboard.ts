import type * as Electron from 'electron';
import { knownMembers } from '../known-members.ts';
import { WebContents } from './web-contents.ts';

let lastText = '';

/** `writeText` writes to Chromium's clipboard through a page. `readText` returns only text written here. */
export const clipboard = knownMembers('clipboard', {
  async writeText(text: string) {
    lastText = text;
    const [contents] = WebContents.getAllWebContents();
    if (contents) await WebContents.evaluate(contents, `(${copyThroughSelection})(${JSON.stringify(text)})`);
  },
  readText: async () => lastText,
} satisfies Pick<Electron.Clipboard, 'writeText' | 'readText'>);

/** Runs in a page. Avoids `navigator.clipboard`, which refuses pages without focus. */
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
