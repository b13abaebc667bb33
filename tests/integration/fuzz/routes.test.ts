import { expect, test } from 'vitest';
import { attackRoutes, plant } from '../../fuzz/attack.ts';
import { fuzzCases } from '../../fuzz/fuzz.ts';
import { attackEvents, attackPackets } from '../../fuzz/sockets.ts';
import { request, startServer } from '../../helpers/server.ts';

async function start() {
  const server = await startServer({ maximumRegistrations: 0, maximumFailedLogins: 0 });
  return { server, garden: await plant(server) };
}

test('no request to any route is answered 500, stalls the server or shows what others have', async () => {
  const { server, garden } = await start();
  expect(await attackRoutes(server, garden, fuzzCases(20))).toBeGreaterThan(1000);
});

test('no event and no packet of a socket fails, stalls the server or shows what others have', async () => {
  const { server, garden } = await start();
  const events = fuzzCases(150);
  expect(await attackEvents(server, garden, events)).toBe(11 * events);
  const packets = fuzzCases(60);
  expect(await attackPackets(server, garden, packets)).toBe(packets);
  expect((await request(server, 'GET', '/api/health')).status).toBe(200);
});
