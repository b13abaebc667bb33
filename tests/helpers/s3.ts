import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { openS3, type S3 } from '../../server/storage/s3.ts';
import { parseStorageUrl } from '../../server/storage/storage-url.ts';
import { thisMachine } from '../../tools/setup/chromium.ts';
import { findMoto } from '../../tools/setup/peers.ts';

/** A service that speaks S3, for the tests of this process. It checks no signatures, and forgets everything at its end. */
export type S3Service = {
  endpoint: string;
  /** A `STORAGE_URL` of its own; `through`: another way to the same service. */
  freshUrl(through?: string): string;
  /** The process that answers, if it can be killed (harmless twice) and keeps everything. */
  gateway?: { kill(): Promise<void>; start(): Promise<void> };
};

const bucket = 'bandmate';
const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const program = findMoto(thisMachine());
const python = '/usr/bin/python3';

/** Whether tests can start an S3 here. */
export const hasS3 = program !== undefined;

let shared: Promise<S3Service> | undefined;

/** The service that all tests of this process share. It ends with the process. */
export function startS3(): Promise<S3Service> {
  shared ??= start();
  return shared;
}

/** The S3 of a store, below a prefix of its own. */
export async function openTestS3(url?: string): Promise<S3> {
  const place = parseStorageUrl(url ?? (await startS3()).freshUrl());
  if (typeof place === 'string' || !('s3' in place)) throw new Error(`It leads to no S3: ${url}`);
  return openS3(place.s3);
}

/** Its input closes when this process ends, by whatever cause, and ends it. */
const guardScript = `exec 3<&0
"$@" 2>&1 &
server=$!
(cat <&3 > /dev/null; kill $server 2> /dev/null) > /dev/null 2>&1 &
wait $server`;

async function start(): Promise<S3Service> {
  const command = [python, program ?? '', '-H', '127.0.0.1', '-p', '0'];
  const guard = spawn('sh', ['-c', guardScript, 'guard', ...command], { stdio: ['pipe', 'pipe', 'ignore'] });
  const endpoint = await readAddress(guard);
  Object.assign(process.env, keys);
  const made = await fetch(`${endpoint}/${bucket}`, { method: 'PUT' });
  if (!made.ok) throw new Error(`moto made no bucket: ${await made.text()}`);
  guard.unref();
  for (const pipe of [guard.stdin, guard.stdout]) (pipe as unknown as { unref(): void }).unref();
  return {
    endpoint,
    freshUrl: (through = endpoint) => `s3://${bucket}/${randomUUID()}?endpoint=${through}&region=us-east-1`,
  };
}

async function readAddress(guard: ChildProcess): Promise<string> {
  let output = '';
  const lines = createInterface({ input: guard.stdout as NodeJS.ReadableStream });
  for await (const line of lines) {
    output += `${line}\n`;
    const address = /Running on (http:\S+)/.exec(line)?.[1];
    if (!address) continue;
    // It writes a line for each request, which nobody may hold back.
    guard.stdout?.resume();
    return address;
  }
  throw new Error(`moto does not start: ${output}`);
}
