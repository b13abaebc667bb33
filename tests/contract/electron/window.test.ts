import { expect, it } from 'vitest';
import { disposeLater } from '../../helpers/disposal.ts';
import { launchSemantics } from './launch-semantics.ts';

it('a window remembers its least size and how it stays in sight', async () => {
  const { app, close } = await launchSemantics();
  disposeLater(close);
  const states = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('no window');
    const read = () => ({ isOnTop: window.isAlwaysOnTop(), least: window.getMinimumSize() });
    const before = window.isAlwaysOnTop();
    window.setAlwaysOnTop(true, 'floating');
    window.setMinimumSize(340, 420);
    const mini = read();
    window.setAlwaysOnTop(false);
    window.setMinimumSize(380, 420);
    return { before, mini, after: read(), isFullScreen: window.isFullScreen() };
  });
  expect(states).toEqual({
    before: false,
    mini: { isOnTop: true, least: [340, 420] },
    after: { isOnTop: false, least: [380, 420] },
    isFullScreen: false,
  });
});
