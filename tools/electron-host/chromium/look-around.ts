import type { Environment } from '../api/runtime.ts';
import type { Pages } from './pages.ts';

/** Runs in a page. */
function describe(): Environment {
  interface Screen {
    availLeft: number;
    availTop: number;
    availWidth: number;
    availHeight: number;
    width: number;
    height: number;
  }
  const page = globalThis as unknown as {
    screen: Screen;
    devicePixelRatio: number;
    matchMedia(query: string): { matches: boolean };
  };
  const { screen } = page;
  return {
    workArea: {
      x: screen.availLeft,
      y: screen.availTop,
      width: screen.availWidth,
      height: screen.availHeight,
    },
    screenSize: { width: screen.width, height: screen.height },
    scaleFactor: page.devicePixelRatio,
    prefersDark: page.matchMedia('(prefers-color-scheme: dark)').matches,
  };
}

/** Asks a passing page for what Electron's `screen` and `nativeTheme` answer at once. */
export async function lookAround(pages: Pages): Promise<Environment> {
  const page = await pages.openAside();
  await page.devtools.send('Runtime.runIfWaitingForDebugger');
  const { result } = await page.devtools.send('Runtime.evaluate', {
    expression: `(${describe})()`,
    returnByValue: true,
  });
  await page.close();
  await page.gone;
  return result.value as Environment;
}
