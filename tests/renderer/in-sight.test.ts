import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createInSight } from '../../renderer/platform/in-sight.ts';

type Callback = (entries: Partial<IntersectionObserverEntry>[]) => void;
let callbacks: Callback[] = [];

beforeEach(() => {
  callbacks = [];
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(callback: Callback) {
        callbacks.push(callback);
      }
      observe() {}
      unobserve() {}
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const element = () => ({}) as Element;
const entry = (target: Element, intersectionRatio: number, height = 60) => ({
  ...{ target, intersectionRatio },
  intersectionRect: { height } as DOMRectReadOnly,
});

it('rows that scroll in the same frame are one change', () => {
  const inSight = createInSight();
  const [first, second, tall] = [element(), element(), element()];
  inSight.observe(first, 'song a');
  inSight.observe(second, 'song b');
  inSight.observe(tall, 'comment c');
  expect(callbacks).toHaveLength(1);
  let changes = 0;
  inSight.subscribe(() => (changes += 1));

  callbacks[0]?.([entry(first, 1), entry(second, 0.5), entry(tall, 0.3, 400)]);
  expect([...inSight.get()]).toEqual(['song a', 'comment c']);
  callbacks[0]?.([entry(first, 0), entry(second, 1), entry(tall, 0.6, 400)]);
  expect([...inSight.get()]).toEqual(['comment c', 'song b']);
  callbacks[0]?.([entry(second, 0.95)]);
  expect(changes).toBe(2);
});

it('a row that is gone is out of sight, and stays so', () => {
  const inSight = createInSight();
  const row = element();
  const stop = inSight.observe(row, 'song a');
  callbacks[0]?.([entry(row, 1)]);
  stop();
  expect(inSight.get().size).toBe(0);
  // The observer may still have something to deliver.
  callbacks[0]?.([entry(row, 1)]);
  expect(inSight.get().size).toBe(0);
});
