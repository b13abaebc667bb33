import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { standIn } from '../../helpers/electron-executable.ts';
import { launchSemantics, patiently } from '../electron/launch-semantics.ts';

const xvfbRun = '/usr/bin/xvfb-run';

it.runIf(existsSync(xvfbRun))(
  'with a display, a window has the position and size that the app asks for',
  async () => {
    const onDisplay = join(await temporaryFolder(), 'electron');
    const script = `#!/bin/sh\nexec ${xvfbRun} -a -s '-screen 0 1280x900x24' '${standIn}' "$@"\n`;
    await writeFile(onDisplay, script, { mode: 0o755 });
    const { app, inPage, close } = await launchSemantics(onDisplay, { BANDMATE_HEADLESS: '' });
    disposeLater(close);
    const window = await app.evaluate(({ BrowserWindow, screen }) => ({
      bounds: BrowserWindow.getAllWindows()[0]?.getBounds(),
      workArea: screen.getPrimaryDisplay().workArea,
    }));
    expect(window.workArea).toEqual({ x: 0, y: 0, width: 1280, height: 900 });
    expect(window.bounds).toEqual({ x: 320, y: 210, width: 640, height: 480 });
    // No tabs and no address bar: the page fills the window.
    await expect
      .poll(() => inPage('[screenX, screenY, innerWidth, innerHeight]'), patiently)
      .toEqual([320, 210, 640, 480]);

    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 50, width: 500, height: 400 });
    });
    await expect
      .poll(() => inPage('[screenX, screenY, innerWidth, innerHeight]'), patiently)
      .toEqual([40, 50, 500, 400]);
  },
);
