import { expect, it } from 'vitest';
import { createConnection } from '../../../client/realtime/connection.ts';
import type { TransportEvents } from '../../../client/realtime/transport.ts';
import { createMovedClock } from '../../helpers/moved-clock.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

/** A connection over a transport that the test controls. */
function assemble() {
  const clock = createMovedClock();
  let openings = 0;
  let closings = 0;
  let events: TransportEvents | undefined;
  const connection = createConnection({
    ...{ serverUrl: 'http://band.example', authenticationHeaders: () => ({}), log: createQuietLog() },
    ...{ clock: { ...clock, monotonic: clock.now }, random: () => 0.5 },
    createTransport(_url, given) {
      events = given;
      return {
        open: () => void openings++,
        close: () => void closings++,
        ...{ isOpen: () => false, request: async () => ({}), send: () => {}, dispose: () => {} },
      };
    },
  });
  connection.start();
  return {
    connection,
    pass: clock.advance,
    openings: () => openings,
    closings: () => closings,
    open: () => connection.current().kind === 'connecting' && events?.opened('websocket'),
    lose: () => connection.current().kind === 'online' && events?.lost(true),
    fail: () => events?.failed('xhr poll error', null),
    kind: () => connection.current().kind,
    needsUpdate: () => ({ needsUpdate: undefined, ...connection.current() }).needsUpdate,
  };
}

it('replaces an attempt on the previous network by one on the new network', () => {
  const { connection, pass, openings, closings, open, kind } = assemble();
  expect(kind()).toBe('connecting');
  connection.networkChanged();
  expect(closings()).toBe(1);
  pass(1_000);
  expect(openings()).toBe(2);
  open();
  expect(kind()).toBe('online');
});

it('retries less and less often when the server disconnects at once', () => {
  const { pass, openings, open, lose } = assemble();
  for (let second = 0; second < 60; second++) {
    open();
    pass(100);
    lose();
    pass(900);
  }
  const inTheFirstMinute = openings();
  expect(inTheFirstMinute).toBeLessThan(25);
  pass(4_000);
  expect(openings()).toBe(inTheFirstMinute + 1);
});

it('reconnects within a second after a stable connection', () => {
  const { pass, openings, open, lose } = assemble();
  for (let line = 1; line <= 5; line++) {
    open();
    pass(5_000);
    lose();
    pass(1_000);
    expect(openings()).toBe(line + 1);
  }
});

it('keeps saying which side needs an update until the server fits or can’t be reached', () => {
  const { connection, pass, open, fail, kind, needsUpdate } = assemble();
  open();
  connection.reportMisfit('Update the app.', 'app');
  expect([kind(), needsUpdate()]).toEqual(['offline', 'app']);
  pass(5 * 60_000);
  expect([kind(), needsUpdate()]).toEqual(['connecting', 'app']);
  fail();
  connection.networkChanged();
  expect([kind(), needsUpdate()]).toEqual(['offline', 'app']);
  connection.reportUnreachable('Nothing answers.');
  expect(connection.current()).toMatchObject({ kind: 'offline', reason: 'Nothing answers.' });
  expect(needsUpdate()).toBeUndefined();

  connection.reportMisfit('Ask for an update.', 'server');
  expect(needsUpdate()).toBe('server');
  connection.retryNow();
  open();
  expect([kind(), needsUpdate()]).toEqual(['online', undefined]);
});
