import type { Environment } from '../api/runtime.ts';
import { headlessScreen } from './launch-chromium.ts';
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

/** Chromium without windows has the screen that it is started with. */
const headlessEnvironment: Environment = {
  workArea: { x: 0, y: 0, ...headlessScreen },
  screenSize: headlessScreen,
  scaleFactor: 1,
  prefersDark: false,
};

/** The facts for Electron's `screen` and `nativeTheme`. With windows they are read from a short-lived page. */
export async function readEnvironment(headless: boolean, pages: Pages): Promise<Environment> {
  if (headless) return headlessEnvironment;
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
