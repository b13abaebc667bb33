import { expect, it } from 'vitest';
import { disposeLater } from '../../helpers/disposal.ts';
import { findElectronExecutable, standIn } from '../../helpers/electron-executable.ts';
import { launchSemantics } from '../electron/launch-semantics.ts';

it.runIf(findElectronExecutable() === standIn)(
  'a window closed by its frame emits close and closed',
  async () => {
    const { page, ended, close } = await launchSemantics();
    disposeLater(close);
    const devtools = await page.context().newCDPSession(page);
    // The answer may be lost, because it comes from the closing page.
    await devtools.send('Page.close').catch(() => undefined);
    const { code, log } = await ended;
    expect(code).toBe(0);
    expect(log).toMatch(/close, closed, window-all-closed, before-quit, will-quit, quit$/);
  },
);
