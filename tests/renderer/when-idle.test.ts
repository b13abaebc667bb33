import { afterEach, expect, test, vi } from 'vitest';
import { whenIdle } from '../../renderer/ui/when-idle.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('without a sign of idleness, as in Safari, it runs in the next task, unless it is cancelled', () => {
  vi.stubGlobal('requestIdleCallback', undefined);
  vi.useFakeTimers();
  const [run, cancelled] = [vi.fn(), vi.fn()];
  whenIdle(run);
  whenIdle(cancelled)();
  expect(run).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(run).toHaveBeenCalledOnce();
  expect(cancelled).not.toHaveBeenCalled();
});

test('elsewhere it waits until the page is idle, and no longer than a second', () => {
  const [request, cancel, run] = [vi.fn(() => 7), vi.fn(), vi.fn()];
  vi.stubGlobal('requestIdleCallback', request);
  vi.stubGlobal('cancelIdleCallback', cancel);
  whenIdle(run)();
  expect(request).toHaveBeenCalledExactlyOnceWith(run, { timeout: 1000 });
  expect(cancel).toHaveBeenCalledExactlyOnceWith(7);
});
