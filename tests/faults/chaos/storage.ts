import type { S3 } from '../../../server/storage/s3.ts';
import { openTestS3, type S3Service } from '../../helpers/s3.ts';
import { type Fate, type S3Proxy, startS3Proxy } from '../../helpers/s3-proxy.ts';
import { type Storm, storms } from './plan.ts';

/** An S3 that several nodes use, each through a proxy of its own. */
export type ChaosStorage = {
  /** The `STORAGE_URL` of each node. */
  urls: readonly string[];
  /** The same place, without a proxy. */
  s3: S3;
  /** Spoils that share of the requests of one node, or of all (null), until the returned function is called. */
  strike(
    storm: { storm: Storm; share: number; node: number | null },
    random: () => number,
  ): () => Promise<void>;
  /** Spoilt requests so far. */
  spoilt(): number;
  /** Kills of the process that answers. */
  kills(): number;
};

export async function openChaosStorage(service: S3Service, nodeCount: number): Promise<ChaosStorage> {
  const direct = service.freshUrl();
  const proxies: S3Proxy[] = [];
  const active = new Set<{ node: number | null; decide(): Fate }>();
  let kills = 0;
  for (let node = 0; node < nodeCount; node++) {
    const proxy = await startS3Proxy(service.endpoint);
    proxy.decide = () => {
      const storm = [...active].findLast((one) => one.node === null || one.node === node);
      return storm?.decide() ?? 'pass';
    };
    proxies.push(proxy);
  }
  return {
    urls: proxies.map(({ endpoint }) => direct.replace(service.endpoint, endpoint)),
    s3: await openTestS3(direct),
    strike({ storm, share, node }, random) {
      const { gateway } = service;
      let killed: Promise<void> | null = null;
      const decide = (): Fate => {
        if (random() >= share) return 'pass';
        if (storm !== 'down' || !gateway) return fateOf(storm, random);
        // It may be working on this request; the next ones find nobody.
        if (!killed) kills += 1;
        killed ??= gateway.kill();
        return 'pass';
      };
      const one = { node, decide };
      active.add(one);
      return async () => {
        active.delete(one);
        await killed;
        if (killed) await gateway?.start();
      };
    },
    kills: () => kills,
    spoilt: () => proxies.reduce((sum, { spoilt }) => sum + spoilt, 0),
  };
}

const mixed = storms.filter((storm) => storm !== 'down' && storm !== 'mixed');

function fateOf(storm: Storm, random: () => number): Fate {
  switch (storm) {
    case 'error':
      return { status: 500 };
    case 'slow-down':
    case 'down':
      return { status: 503 };
    case 'slow':
      return { delay: Math.round(random() * 1_500) };
    case 'half-answer':
      return 'halfAnswer';
    case 'mixed':
      return fateOf(mixed[Math.floor(random() * mixed.length)] ?? 'cut', random);
    default:
      return storm;
  }
}
