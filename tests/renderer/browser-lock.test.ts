import { expect, test, vi } from 'vitest';
import { browserPage } from '../../renderer/bridge/browser/page.ts';
import { disposeLater } from '../helpers/disposal.ts';

const runWith = (navigator: object) => {
  vi.stubGlobal('navigator', navigator);
  disposeLater(() => void vi.unstubAllGlobals());
  return browserPage.alone(async () => 'done');
};

test('a task that must run alone holds a lock of the browser', async () => {
  const names: string[] = [];
  const locks = {
    request(name: string, run: () => unknown) {
      names.push(name);
      return run();
    },
  };
  expect(await runWith({ locks })).toBe('done');
  expect(names).toEqual(['bandmate.cookie']);
});

test('it runs without a lock where the browser has none', async () => {
  expect(await runWith({})).toBe('done');
});
