import { expect, it } from 'vitest';
import { meaningOf } from '../../../client/uploads/failure-meaning.ts';
import { createSpeedEstimate } from '../../../client/uploads/speed.ts';
import { transferStateSchema } from '../../../protocol/ipc/transfer.ts';
import { type ErrorKind, errorStatus } from '../../../protocol/wire/error.ts';

it('every refusal means waiting for something, or a sentence with what to do', () => {
  for (const kind of Object.keys(errorStatus) as ErrorKind[]) {
    const meaning = meaningOf(kind, 'Why.');
    if (meaning.kind === 'wait') continue;
    expect(transferStateSchema.parse(meaning.state)).toEqual(meaning.state);
    expect(meaning.state.hint).toMatch(/\.$/);
  }
  expect(meaningOf('offline', '')).toMatchObject({ kind: 'wait', for: 'network' });
  expect(meaningOf('unauthorised', '')).toMatchObject({ kind: 'wait', for: 'sign-in' });
  expect(meaningOf('internal', '')).toMatchObject({ kind: 'wait', for: 'server' });
  expect(meaningOf('too-large', 'Over 8 GB.')).toMatchObject({
    state: { reason: 'too-large', message: 'Over 8 GB.', retryable: false },
  });
});

it('estimates speed over the last seconds', () => {
  const speed = createSpeedEstimate();
  expect(speed.add(0, 0)).toBeNull();
  expect(speed.add(100, 100)).toBeNull();
  expect(speed.add(1_000, 1_000)).toBe(1_000);
  // Twice as fast from here on; the slow beginning falls out of the window.
  for (let at = 2_000; at <= 8_000; at += 1_000) speed.add(1_000 + (at - 1_000) * 2, at);
  expect(speed.add(17_000, 9_000)).toBe(2_000);
});
