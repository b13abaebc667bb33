import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { withSafeEnd } from '../../../common/with-safe-end.ts';

function startThread() {
  const events: string[] = [];
  let runOut = () => {};
  const later = (_milliseconds: number, task: () => void) => {
    runOut = task;
    return () => void events.push('no longer waiting');
  };
  const thread = Object.assign(new EventEmitter(), {
    async terminate() {
      events.push('ended');
      return 0;
    },
  });
  return { events, thread: withSafeEnd(thread, { ...systemClock, later }), runOut: () => runOut() };
}

it.each(['online', 'exit'])('ends a thread only after its %s', async (event) => {
  const { events, thread } = startThread();
  const ended = thread.terminate();
  await turn();
  expect(events).toEqual([]);
  thread.emit(event);
  expect(await ended).toBe(0);
  expect(events).toEqual(['no longer waiting', 'ended']);
});

it('ends a thread that runs already', async () => {
  const { events, thread } = startThread();
  thread.emit('online');
  await thread.terminate();
  expect(events).toContain('ended');
});

it('doesn’t wait for ever', async () => {
  const { events, thread, runOut } = startThread();
  const ended = thread.terminate();
  runOut();
  await ended;
  expect(events).toContain('ended');
});
