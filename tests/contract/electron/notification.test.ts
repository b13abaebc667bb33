import { expect, it } from 'vitest';
import { disposeLater } from '../../helpers/disposal.ts';
import { launchSemantics, patiently } from './launch-semantics.ts';

it('a notification keeps its options and reports a click', async () => {
  const { app, close } = await launchSemantics();
  disposeLater(close);
  const seen = await app.evaluate(({ Notification }) => {
    const notification = new Notification({ title: 'Ben', body: 'More bass' });
    let clicks = 0;
    notification.on('click', () => {
      clicks += 1;
    });
    notification.emit('click', {});
    const isSupported = typeof Notification.isSupported();
    return { title: notification.title, body: notification.body, clicks, isSupported };
  });
  expect(seen).toEqual({ title: 'Ben', body: 'More bass', clicks: 1, isSupported: 'boolean' });
});

it('a window is focused after it is shown, and not while minimised', async () => {
  const { app, close } = await launchSemantics();
  disposeLater(close);
  const isFocused = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused());
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
  await expect.poll(isFocused, patiently).toBe(true);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  await expect.poll(isFocused, patiently).toBe(false);
});
