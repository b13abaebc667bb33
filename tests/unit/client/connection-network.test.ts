import { expect, it } from 'vitest';
import { createConnection } from '../../../client/realtime/connection.ts';
import type { LineEvents } from '../../../client/realtime/line.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

/** A connection whose line does what the test says, and nothing by itself. */
function assemble() {
  const clock = createMovedClock();
  let openings = 0;
  let closings = 0;
  let events: LineEvents | undefined;
  const connection = createConnection({
    ...{ serverUrl: 'http://band.example', authenticationHeaders: () => ({}), log: createQuietLog() },
    ...{ clock: { ...clock, monotonic: clock.now }, random: () => 0.5 },
    makeLine(_url, given) {
      events = given;
      return {
        open: () => void openings++,
        close: () => void closings++,
        ...{ isOpen: () => false, request: async () => ({}), tell: () => {}, dispose: () => {} },
      };
    },
  });
  connection.start();
  return {
    connection,
    pass: clock.advance,
    openings: () => openings,
    closings: () => closings,
    open: () => events?.opened('websocket'),
    lose: () => events?.lost(true),
    kind: () => connection.current().kind,
  };
}

it('an attempt on a network that is gone gives way to one on the new network', () => {
  const { connection, pass, openings, closings, open, kind } = assemble();
  expect(kind()).toBe('connecting');
  connection.networkChanged();
  expect(closings()).toBe(1);
  pass(1_000);
  expect(openings()).toBe(2);
  open();
  expect(kind()).toBe('online');
});
