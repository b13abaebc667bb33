import type { BrowserContextOptions, Page } from '@playwright/test';
import { newId } from '../../common/new-id.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { sine, writePcm } from '../helpers/pcm.ts';
import type { TestUser } from '../helpers/server.ts';
import { newCut, upload } from '../helpers/uploads.ts';
import { type Band, test as bandTest, expect } from './band.ts';

/** A plain browser without the app. Page errors and violations of the content policy fail the test. */
export type Web = {
  /** Opens a page on the band's server in a fresh profile, signed out. */
  open(path?: string, options?: BrowserContextOptions): Promise<Page>;
  /** Opens a page at the path and signs in. */
  signIn(person: TestUser, path?: string, options?: BrowserContextOptions): Promise<Page>;
};

export const test = bandTest.extend<{ web: Web }>({
  web: async ({ band }, use) => {
    const browser = await launchBrowser('--autoplay-policy=no-user-gesture-required');
    const complaints: string[] = [];
    const open: Web['open'] = async (path = '/', options = {}) => {
      const page = await (await browser.newContext(options)).newPage();
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (line) => {
        if (line.text().startsWith('policy:')) complaints.push(line.text());
      });
      // A string, because it runs in the page.
      await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
        console.error('policy:', event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber))`);
      await page.goto(band.server.url + path);
      return page;
    };
    await use({
      open,
      async signIn(person, path, options) {
        const page = await open(path, options);
        await fillSignIn(page, person);
        await expect(page.getByRole('contentinfo')).toBeVisible();
        return page;
      },
    });
    await browser.close();
    expect(complaints).toEqual([]);
  },
});

export async function fillSignIn(page: Page, { email, password }: TestUser): Promise<void> {
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Creates a 20-second cut by Ana in the vibe Harbour. */
export async function makeCut({ server, ana, projectId }: Band, name = 'Harbour v1.wav') {
  const bytes = writePcm('wav-16', sine(20, { sampleRate: 8_000 }));
  const { file } = await upload(
    { server, user: ana },
    bytes,
    newCut(projectId, 'Harbour v1', { name: 'Harbour' }),
    { name },
  );
  const cutId = file.cutId ?? '';
  return {
    cutId,
    place: `/projects/${projectId}/cuts/${cutId}`,
    addComment: (person: TestUser, text: string, timestamp = 2) =>
      person.command('comment.create', { id: newId(), cutId, text, timestamp }),
  };
}

export { expect };
