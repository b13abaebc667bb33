import { expect, it } from 'vitest';
import { apiRoutes } from '../../server/api-docs/routes.ts';
import { attackRoutes, plant } from '../fuzz/attack.ts';
import { parsers } from '../fuzz/parsers.ts';
import { attackEvents, attackPackets } from '../fuzz/sockets.ts';
import { startServer } from '../helpers/server.ts';

const cases = Number(process.env.FUZZ_CASES ?? 1_000_000);
const share = (part: number, among: number) => Math.ceil((cases * part) / among);

it(`${cases} hostile requests, messages and files are refused, and nothing of others is answered`, async () => {
  const counts = { files: 0, requests: 0, events: 0, packets: 0 };
  for (const [, run] of parsers) counts.files += await run(share(0.77, parsers.length));
  const server = await startServer({ maximumRegistrations: 0, maximumFailedLogins: 0 });
  const garden = await plant(server);
  counts.events = await attackEvents(server, garden, share(0.02, 4));
  counts.packets = await attackPackets(server, garden, share(0.01, 1));
  const routes = Object.values(apiRoutes).flat().length;
  counts.requests = await attackRoutes(server, garden, share(0.28, routes));
  process.stdout.write(`${JSON.stringify(counts)}\n`);
  expect(Object.values(counts).reduce((total, count) => total + count)).toBeGreaterThanOrEqual(cases);
});
