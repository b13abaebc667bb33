import { createCipheriv, createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../../fixtures/chaos-client/lines.ts';
import type { TestUser } from '../../helpers/server.ts';
import type { BandRows } from './band-rows.ts';
import type { Plan } from './plan.ts';
import type { Servers } from './servers.ts';
import type { ClientNumber } from './stage.ts';
import type { ChaosStorage } from './storage.ts';

/** A sound file that is dropped on the window of one client or two. */
export type Bounce = {
  name: string;
  path: string;
  sha256: string;
  at: number;
  clients: readonly ClientNumber[];
  /** The clients that have it in their list of transfers, on disk. */
  takenBy: Set<ClientNumber>;
};

export async function makeBounces(plan: Plan, seed: number, home: string): Promise<Bounce[]> {
  const folder = join(home, `bounces-${seed}`);
  await mkdir(folder, { recursive: true });
  return Promise.all(
    plan.bounces.map(async ({ at, client, bytes, shared }, number) => {
      const name = `Song ${seed}-${number} mix.wav`;
      const path = join(folder, name);
      const sound = makeSound(bytes, `${seed}-${number}`);
      await writeFile(path, sound);
      const clients = shared ? [client, ((client + 1) % 3) as ClientNumber] : [client];
      const sha256 = createHash('sha256').update(sound).digest('hex');
      return { ...{ name, path, sha256, at, clients }, takenBy: new Set<ClientNumber>() };
    }),
  );
}

/** Noise of 16 bits, two channels. */
function makeSound(size: number, seed: string): Buffer {
  const length = Math.round(size / 4) * 4;
  const key = createHash('sha256').update(seed).digest();
  const noise = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
  const header = Buffer.alloc(44);
  header.write('RIFF');
  header.writeUInt32LE(36 + length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(48_000, 24);
  header.writeUInt32LE(48_000 * 4, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(length, 40);
  return Buffer.concat([header, noise]);
}

export type BounceVerdict = { lost: string[]; duplicated: string[]; problems: string[] };

/** Each bounce that a client has taken must be a file of the project once, announced once, and whole wherever it is read. */
export async function judgeBounces(parts: {
  bounces: readonly Bounce[];
  rows: Pick<BandRows, 'files' | 'log'>;
  reports: Partial<Record<ClientNumber, Pick<Report, 'transfers'>>>;
  servers: Pick<Servers, 'url'>;
  storage: Pick<ChaosStorage, 's3'>;
  person: Pick<TestUser, 'cookie'>;
}): Promise<BounceVerdict> {
  const { bounces, rows, reports, servers, storage, person } = parts;
  const verdict: BounceVerdict = { lost: [], duplicated: [], problems: [] };
  for (const bounce of bounces) {
    const { name, sha256, takenBy } = bounce;
    const files = rows.files.filter((file) => file.sha256 === sha256);
    const announced = rows.log.filter((row) => row.name === 'file:uploaded' && row.payload.includes(sha256));
    const [file] = files;
    if (!file && takenBy.size > 0) verdict.lost.push(`${name}: no file`);
    if (files.length > 1) verdict.duplicated.push(`${name}: ${files.length} files`);
    if (announced.length !== files.length)
      verdict.duplicated.push(`${name}: ${files.length} files, announced ${announced.length} times`);
    for (const client of takenBy) {
      const transfer = reports[client]?.transfers.find((one) => one.name === name);
      if (transfer?.state !== 'done' || transfer.fileId !== file?.id)
        verdict.problems.push(`${name} at client ${client}: ${JSON.stringify(transfer)}, file ${file?.id}`);
    }
    if (!file) continue;
    const stored = await hashOf(readStored(storage, sha256)).catch(String);
    if (stored !== sha256) verdict.lost.push(`${name}: the store has ${stored} for ${sha256}`);
    const download = await fetch(`${servers.url()}/api/files/${file.id}/download`, {
      headers: { cookie: person.cookie },
    });
    const served = await hashOf(download.body ?? []).catch(String);
    if (served !== sha256) verdict.lost.push(`${name}: ${download.status}, served ${served} for ${sha256}`);
  }
  return verdict;
}

async function* readStored({ s3 }: Pick<ChaosStorage, 's3'>, sha256: string): AsyncGenerator<Uint8Array> {
  const object = await s3.head(`blobs/${sha256}`);
  if (!object) throw new Error('nothing');
  yield* s3.read(object, 0, object.size - 1);
}

async function hashOf(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
