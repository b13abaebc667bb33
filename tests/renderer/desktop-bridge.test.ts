import { expect, it } from 'vitest';
import type { PreloadBridge } from '../../protocol/ipc/bridge.ts';
import { parsingBridge } from '../../renderer/bridge/desktop.ts';

it('answers and pushes come as values, whatever they are made of', async () => {
  const listeners = new Set<(text: string) => void>();
  const preload: PreloadBridge = {
    invoke: async (name, args) => JSON.stringify({ ok: true, data: { name, args } }),
    on(_name, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pathForFile: () => '/bounces/mix.wav',
  };
  const bridge = parsingBridge(preload);
  expect(await bridge.invoke('projects.read', { id: 'ep' })).toEqual({
    ok: true,
    data: { name: 'projects.read', args: { id: 'ep' } },
  });
  const heard: unknown[] = [];
  const stop = bridge.on('activities.changed', (push) => heard.push(push));
  const other = bridge.on('activities.changed', (push) => heard.push(push));
  for (const text of ['null', 'null', '[{"id":"a"}]']) for (const listener of listeners) listener(text);
  expect(heard).toEqual([null, null, null, null, [{ id: 'a' }], [{ id: 'a' }]]);
  stop();
  other();
  expect(listeners.size).toBe(0);
  expect(bridge.pathForFile({})).toBe('/bounces/mix.wav');
});
