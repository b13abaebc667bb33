import { expect, test } from 'vitest';
import { type Flood, floods } from '../../floods/floods.ts';
import { probeDuring } from '../../floods/probe.ts';
import { type FloodScene, openScene } from '../../floods/scene.ts';
import { startServer } from '../../helpers/server.ts';

/** Only a server that is stuck takes so long, however busy the machine is. */
const stuckMilliseconds = 10_000;
const mostBytes = 600 * 1024 ** 2;

test('each flood is answered, a bandmate goes on meanwhile, and nothing is left of it', async () => {
  const server = await startServer({ bodyMilliseconds: 500, inspectionMilliseconds: 1_000 });
  const scene = await openScene(server.url);
  for (const flood of floods) await endure(scene, flood);
  const { body } = await scene.ana.ask('GET', '/api/notifications?limit=200');
  const invitations = JSON.parse(body).filter(({ type }: { type: string }) => type === 'invited');
  expect(invitations.length).toBeGreaterThan(0);
  expect(invitations.length).toBeLessThanOrEqual(10);
});

async function endure(scene: FloodScene, { what, send, sizes: [few], refusals }: Flood): Promise<void> {
  const { url, ana, stranger } = scene;
  const before = process.memoryUsage().rss;
  let answers: Awaited<ReturnType<Flood['send']>> = [];
  const waits = await probeDuring(url, ana.cookie, async () => {
    answers = await send(scene, few);
  });
  expect(waits.failed, what).toBe(0);
  expect(waits.worst, what).toBeLessThan(stuckMilliseconds);
  for (const { status, retryAfter, body } of answers) {
    expect(status < 300 || refusals.includes(status), `${what}: ${status} ${body}`).toBe(true);
    if (status === 429 || status === 503) expect(Number(retryAfter), what).toBeGreaterThan(0);
    if (status === 500) expect(body, what).toContain('no-space');
  }
  expect(process.memoryUsage().rss - before, what).toBeLessThan(mostBytes);
  expect((await ana.ask('GET', '/api/projects')).status, what).toBe(200);
  expect((await stranger.ask('GET', '/api/projects')).status, what).toBe(200);
}
