import { expect, it } from 'vitest';
import { createIdSource } from '../../../server/ids.ts';

const many = (newId: () => string) => Array.from({ length: 500 }, newId);

it('makes ids that sort in the order in which they were made, even if the clock is set back', () => {
  let now = 1_700_000_000_000;
  const { newId } = createIdSource({ now: () => now, after: null });
  const made = many(newId);
  now += 1;
  made.push(...many(newId));
  now -= 3_600_000;
  made.push(...many(newId));
  expect(made).toEqual([...made].sort());
  expect(new Set(made).size).toBe(1_500);
});

it('continues after the last id of another process, even if the clock was set back before', () => {
  const last = many(createIdSource({ now: () => 1_700_000_000_000, after: null }).newId).at(-1) ?? '';
  const made = many(createIdSource({ now: () => 1_600_000_000_000, after: last }).newId);
  expect([last, ...made]).toEqual([last, ...made].sort());
});

it('contains the time unless a later id exists', () => {
  const id = createIdSource({ now: () => 0x0190_0000_0000, after: null }).newId();
  expect(id.slice(0, 13)).toBe('01900000-0000');
});

it('continues after what another node has made, even if the own clock is behind', () => {
  const ahead = createIdSource({ now: () => 1_700_000_005_000, after: null });
  const behind = createIdSource({ now: () => 1_700_000_000_000, after: null });
  const made = [behind.newId(), ahead.newId()];
  behind.heard(ahead.latest());
  made.push(...many(behind.newId));
  ahead.heard(behind.latest());
  made.push(ahead.newId());
  expect(made).toEqual([...made].sort());
});
