import { expect, test } from 'vitest';
import type { Capabilities } from '../../protocol/ipc/capabilities.ts';
import { findSettings } from '../../renderer/features/settings/find-settings.ts';
import { settingsPagesFor } from '../../renderer/features/settings/settings-pages.ts';

const app: Capabilities = {
  choosesServer: true,
  bounceFolders: true,
  showsInFolder: true,
  keepsSounds: true,
  hearsCompressed: false,
  keepsChanges: true,
  signsInByBrowser: true,
  miniWindow: true,
  localAccess: true,
  dragsOut: true,
  besideDaw: true,
  updatesItself: true,
};
const browser: Capabilities = {
  ...app,
  ...{ bounceFolders: false, keepsSounds: false, localAccess: false, dragsOut: false, besideDaw: false },
};

const found = (typed: string, capabilities = app) =>
  findSettings(settingsPagesFor(capabilities), typed)?.map(
    ({ page, section }) => `${page.title}: ${section.title}`,
  );

test('settings are found by their title, other words for them, or their page', () => {
  expect(found('  ')).toBeUndefined();
  expect(found('quiet')).toEqual(['Notifications: Quiet mode', 'Notifications: Quiet hours']);
  expect(found('2FA')).toEqual(['Sign-in and security: Two-step sign-in']);
  expect(found('this computer')).toEqual([
    'This computer: In the background',
    'This computer: Audio on this computer',
  ]);
  expect(found('quiet theremin')).toEqual([]);
});

test('a browser has no pages for what only the app can do', () => {
  const names = settingsPagesFor(browser).map(({ name }) => name);
  expect(names).not.toContain('folders');
  expect(names).not.toContain('computer');
  expect(names).not.toContain('daw');
  expect(names).not.toContain('sound');
  expect(found('offline', browser)).toEqual([]);
});

test('only a browser is asked to allow notifications', () => {
  expect(found('allow browser', browser)).toEqual(['Notifications: Allow browser notifications…']);
  expect(found('allow browser')).toEqual([]);
});

test('no page has two sections of one title, by which the search finds them', () => {
  for (const { name, sections } of settingsPagesFor(app)) {
    const titles = sections.map(({ title }) => title);
    expect(new Set(titles).size, name).toBe(titles.length);
  }
});
