import type { Environment } from '../api/runtime.ts';
import type { Pages } from './pages.ts';

/** Runs in a page. */
function describeEnvironment(): Environment {
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

/** Reads the facts for Electron's `screen` and `nativeTheme` from a short-lived page. */
export async function readEnvironment(pages: Pages): Promise<Environment> {
  const page = await pages.openMinimised();
  await page.devtools.send('Runtime.runIfWaitingForDebugger');
  const { result } = await page.devtools.send('Runtime.evaluate', {
    expression: `(${describeEnvironment})()`,
    returnByValue: true,
  });
  await page.close();
  await page.gone;
  return result.value as Environment;
}
