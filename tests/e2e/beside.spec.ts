import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import type { RunningApp } from '../helpers/app.ts';
import { bindFolder, cutRow, findAccessibilityViolations } from './actions.ts';
import { expect, makeCut, test } from './web.ts';

type Item = { label: string; click(): void; submenu?: { items: Item[] } };
type Hands = {
  trays: Set<{ toolTip: string; menu: { items: Item[] } | null }>;
  shortcuts: Map<string, () => void>;
};

/** The tray's words and entries, where the app runs on the stand-in for Electron. */
function trayOf({ app }: RunningApp) {
  return app.evaluate(() => {
    const hands = (globalThis as never as Record<symbol, Hands>)[Symbol.for('electron-host')];
    const [tray] = hands?.trays ?? [];
    return { toolTip: tray?.toolTip, labels: tray?.menu?.items.map(({ label }) => label) };
  });
}

/** Chooses an entry of the tray's menu, by the labels that lead to it. */
async function chooseInTray({ app }: RunningApp, ...path: string[]): Promise<void> {
  await app.evaluate((_electron, labels) => {
    const hands = (globalThis as never as Record<symbol, Hands>)[Symbol.for('electron-host')];
    const [tray] = hands?.trays ?? [];
    let items = tray?.menu?.items ?? [];
    for (const [depth, label] of labels.entries()) {
      const item = items.find((one) => one.label === label);
      if (!item) throw new Error(`The tray has no ${label}`);
      if (depth === labels.length - 1) item.click();
      items = item.submenu?.items ?? [];
    }
  }, path);
}

const lampOf = (page: Page) => page.getByRole('button', { name: /^Transfers: / });
const toolbarText = (page: Page) => page.getByRole('main').getByText(/ · \d+ bars?$/);

test('the app stays out of the DAW’s way: tray, pause, limits, shortcuts and a loop by key', async ({
  band,
  folder,
}) => {
  await makeCut(band, 'Harbour v1 120bpm.wav');
  const ana = await band.openApp(band.ana, { env: { ELECTRON_HOST_TAKEN_KEYS: 'Control+Alt+X' } });
  const { page } = ana;
  const bounces = join(folder, 'Bounces');
  await mkdir(bounces);
  await bindFolder(ana, bounces, band.projectName);
  if ((await trayOf(ana)).toolTip === undefined) {
    test.info().annotations.push({ type: 'not tested', description: 'Electron lets nobody read its tray' });
    return;
  }

  await test.step('the tray says the same words as the lamp', async () => {
    await expect(lampOf(page)).toContainText('All safe');
    await expect.poll(() => trayOf(ana)).toMatchObject({ toolTip: 'BandMate: All safe' });
    expect((await trayOf(ana)).labels).toContain('Open BandMate');
  });

  await test.step('paused from the tray, a bounce is noticed and waits; resumed by key, it arrives', async () => {
    await chooseInTray(ana, 'Pause While I Record', '30 Minutes');
    await expect(lampOf(page)).toContainText('Paused · 30 min left');
    await expect.poll(() => trayOf(ana)).toMatchObject({ toolTip: 'BandMate: Paused · 30 min left' });
    await writeBounce(join(bounces, 'Night Bus v1.wav'), { format: 'wav-24', frames: 48_000, seed: 3 });
    await expect(lampOf(page)).toContainText('1 file waiting, safe here');
    await page.keyboard.press('t');
    await expect(page.getByText(/Waiting while you record/).first()).toBeVisible();
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Resume now' }).press('Enter');
    await expect(lampOf(page)).toContainText('All safe', { timeout: 30_000 });
    await expect(cutRow(page, /^Song Night Bus/)).toBeVisible();
  });

  await test.step('limits and shortcuts are in the settings, by keyboard', async () => {
    await page.keyboard.press('Control+,');
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByRole('tab', { name: 'Beside the DAW' }).click();
    await dialog.getByRole('combobox', { name: 'Upload at most' }).press('Enter');
    await page.getByRole('option', { name: '1 MB/s' }).press('Enter');
    await expect(dialog.getByRole('combobox', { name: 'Upload at most' })).toContainText('1 MB/s');
    // The one before it turns the shortcut off.
    const comment = dialog.getByRole('button', { name: /Comment at the playhead$/ }).last();
    await comment.press('Enter');
    await page.keyboard.press('x');
    await expect(dialog.getByText(/^Add Ctrl, Alt/)).toBeVisible();
    await page.keyboard.press('Control+Alt+x');
    await expect(dialog.getByText(/^Another program uses these keys/)).toBeVisible();
    await comment.press('Enter');
    await page.keyboard.press('Control+Alt+c');
    await expect(dialog.getByText(/^Another program uses these keys/)).toHaveCount(0);
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  await test.step('eight bars are looped by key, halved, and moved by their length', async () => {
    await cutRow(page, /^Song Harbour v1 in Harbour/).press('Enter');
    await expect(page.getByRole('button', { name: 'Loop 8 bars from the playhead' })).toBeEnabled();
    await page.keyboard.press('o');
    await expect(toolbarText(page)).toHaveText('0:00–0:16 · 8 bars');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(toolbarText(page)).toHaveText('0:00–0:08 · 4 bars');
    await page.keyboard.press('Shift+ArrowRight');
    await expect(toolbarText(page)).toHaveText('0:08–0:16 · 4 bars');
    await page.keyboard.press('o');
    await expect(toolbarText(page)).toHaveCount(0);
  });

  await test.step('a shortcut in another program brings the mini window up, with the focus in its field', async () => {
    await ana.app.evaluate(() => {
      const hands = (globalThis as never as Record<symbol, Hands>)[Symbol.for('electron-host')];
      hands?.shortcuts.get('Control+Alt+C')?.();
    });
    await expect(page.getByRole('main', { name: 'Mini window' })).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Comment', exact: true })).toBeFocused();
  });
});
