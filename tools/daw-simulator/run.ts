import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type AudioFormat, audioFormats, extensionOf } from './audio.ts';
import { makeSongVersion } from './song.ts';
import { type WritingStyle, writeBounce, writingStyles } from './writers.ts';

const usage = `node tools/daw-simulator/run.ts <folder> [--every SECONDS] [--count N] [--style STYLE] [--format FORMAT] [--seconds N]

Bounces songs into the folder like a DAW, one every few seconds, until stopped or N are written.
Styles: ${writingStyles.join(', ')} (default: each in turn, except "overwrite" and "crashed")
Formats: ${audioFormats.join(', ')} (default: wav-24)`;

const songs = ['Sunset Groove', 'Paper Moon', 'Night Bus', 'Kite Season', 'Slow Harbour'];
const stages = ['rough', 'mix', 'mix', 'master'];
const sampleRate = 48_000;

function fail(message: string): never {
  console.error(`${message}\n\n${usage}`);
  process.exit(2);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '6' },
    count: { type: 'string' },
    style: { type: 'string' },
    format: { type: 'string', default: 'wav-24' },
    seconds: { type: 'string', default: '8' },
  },
});
const folder = positionals[0] ?? fail('Give the folder to bounce into.');
const every = Number(values.every);
const count = values.count === undefined ? Number.POSITIVE_INFINITY : Number(values.count);
if (!(every > 0) || !(count > 0)) fail('--every and --count must be greater than zero.');
const style = values.style as WritingStyle | undefined;
if (style !== undefined && !writingStyles.includes(style)) fail(`There is no style "${style}".`);
const format = values.format as AudioFormat;
if (!audioFormats.includes(format)) fail(`There is no format "${format}".`);
const styles = style ? [style] : writingStyles.filter((one) => one !== 'crashed' && one !== 'overwrite');

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());

let written = 0;
for (let take = 0; written < count && !ending.signal.aborted; take++) {
  const song = songs[take % songs.length] as string;
  const version = Math.floor(take / songs.length) + 1;
  const stage = stages[Math.min(version, stages.length) - 1];
  const path = join(folder, `${song} v${version} ${stage}${extensionOf[format]}`);
  // Written by an earlier run: continue with the next version.
  if (existsSync(path)) continue;
  const planes = makeSongVersion({
    song: 1 + (take % songs.length),
    version,
    seconds: Number(values.seconds),
    sampleRate,
  });
  await writeBounce(
    path,
    { format, frames: planes[0]?.length ?? 0, sampleRate, planes },
    { style: styles[take % styles.length] as WritingStyle, pieces: 10, pause: Math.min(120, every * 50) },
  );
  console.log(basename(path));
  written++;
  if (written < count) await pauseFor(every * 1000);
}

async function pauseFor(milliseconds: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    ending.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
