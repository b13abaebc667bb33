import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAudioFacts } from '../../../server/files/audio-facts.ts';
import { sniffType } from '../../../server/files/sniff-type.ts';
import { openLocalFile } from '../../../server/storage/local-file.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/audio');

async function examine(path: string) {
  await using bytes = await openLocalFile(path);
  const sniffed = await sniffType(bytes);
  return { sniffed, facts: sniffed && (await readAudioFacts(bytes, sniffed)) };
}

async function examineBytes(bytes: Uint8Array, name = 'mix.wav') {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, bytes);
  return examine(path);
}

/** [mime type, seconds, rate, channels, bit depth] */
const corpus: Record<string, [string, number, number, number, number | null]> = {
  'pcm16.wav': ['audio/wav', 0.02, 44_100, 2, 16],
  'pcm24.wav': ['audio/wav', 0.02, 44_100, 1, 24],
  'float32.wav': ['audio/wav', 0.02, 44_100, 1, 32],
  'rf64.wav': ['audio/wav', 0.02, 44_100, 1, 24],
  'pcm16.w64': ['audio/x-w64', 0.02, 44_100, 1, 16],
  'pcm24.aiff': ['audio/aiff', 0.02, 44_100, 1, 24],
  'float32.aifc': ['audio/aiff', 0.02, 44_100, 1, 32],
  'little-endian.aifc': ['audio/aiff', 0.02, 44_100, 1, 16],
  'flac.flac': ['audio/flac', 0.02, 44_100, 1, 16],
  'tagged.mp3': ['audio/mpeg', 0.1, 44_100, 1, null],
  'bare.mp3': ['audio/mpeg', 0.1, 44_100, 1, null],
  'music.mp3': ['audio/mpeg', 10, 48_000, 2, null],
  'music-64k.mp3': ['audio/mpeg', 6, 48_000, 1, null],
  'long-low-rate.mp3': ['audio/mpeg', 6, 22_050, 1, null],
  'long-variable.mp3': ['audio/mpeg', 6, 44_100, 2, null],
  'long.aac': ['audio/aac', 6, 44_100, 2, null],
  'long.m4a': ['audio/mp4', 6, 44_100, 2, null],
  'long.ogg': ['audio/ogg', 6, 44_100, 2, null],
  'long.opus': ['audio/ogg', 6, 48_000, 2, null],
  'aac.m4a': ['audio/mp4', 0.1, 44_100, 1, null],
  'audio-only.mp4': ['audio/mp4', 0.1, 44_100, 1, null],
  'alac.m4a': ['audio/mp4', 0.1, 44_100, 1, 16],
  'alac-24.m4a': ['audio/mp4', 0.02, 44_100, 1, 24],
  'alac-stereo.m4a': ['audio/mp4', 0.12, 44_100, 2, 16],
  'alac-stereo-24.m4a': ['audio/mp4', 0.1, 48_000, 2, 24],
  'alac-noise.m4a': ['audio/mp4', 0.05, 44_100, 2, 16],
  'adts.aac': ['audio/aac', 0.1, 44_100, 1, null],
  'vorbis.ogg': ['audio/ogg', 0.1, 44_100, 1, null],
  'opus.opus': ['audio/ogg', 0.1, 48_000, 1, null],
  'noise.flac': ['audio/flac', 40, 8_000, 1, 16],
  'vorbis-5.1.ogg': ['audio/ogg', 1.5, 48_000, 6, null],
  'opus-5.1.opus': ['audio/ogg', 1.5, 48_000, 6, null],
};

describe('the type of a file', () => {
  it.each(Object.entries(corpus))('%s', async (name, [mimeType, seconds, sampleRate, channels, bitDepth]) => {
    // A name without an extension, so that only the content counts.
    const path = join(await temporaryFolder(), 'upload');
    await copyFile(join(fixtures, name), path);
    const { sniffed, facts } = await examine(path);
    expect(sniffed).toEqual({ type: 'CUT', mimeType });
    expect(facts).toMatchObject({ sampleRate, channels, bitDepth });
    // Compressed files end with a whole frame, up to two frames of 26 ms later.
    expect(facts?.durationSeconds).toBeGreaterThan(seconds - 0.001);
    expect(facts?.durationSeconds).toBeLessThan(seconds + (bitDepth === null ? 0.055 : 0.001));
  });

  it('is tested for every fixture', async () => {
    const names = (await readdir(fixtures)).filter((name) => name !== 'README.md' && name !== 'video.mp4');
    expect(names.toSorted()).toEqual(Object.keys(corpus).toSorted());
  });

  it.each([
    ['png', 'IMAGE', 'image/png', '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489'],
    ['jpeg', 'IMAGE', 'image/jpeg', 'ffd8ffe000104a46494600010100000100010000ffd9'],
    ['gif', 'IMAGE', 'image/gif', '47494638396101000100800000ffffff00000021f90401000000003b'],
    ['webp', 'IMAGE', 'image/webp', '524946461a000000574542505650384c0d0000002f00000010071011118888fe0700'],
    [
      'zip',
      'STEM',
      'application/zip',
      '504b03040a0000000000000000008316dc8c01000000010000000500000061' + '2e77617678',
    ],
  ])('%s is %s', async (_name, type, mimeType, hexadecimal) => {
    const { sniffed, facts } = await examineBytes(Buffer.from(hexadecimal, 'hex'));
    expect(sniffed).toEqual({ type, mimeType });
    expect(facts).toBeNull();
  });

  it('refuses a film', async () => {
    expect((await examine(join(fixtures, 'video.mp4'))).sniffed).toBeNull();
  });

  it.each<[string, Uint8Array]>([
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    [
      'an SVG with a declaration',
      Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
    ['text', Buffer.from('a mix, honestly')],
    ['UTF-16 text', Buffer.from('\uFEFFa mix, honestly', 'utf16le')],
    ['a script', Buffer.from('#!/bin/sh\nrm -rf ~\n')],
    ['a Linux program', Buffer.concat([Buffer.from('7f454c4602010100', 'hex'), Buffer.alloc(200)])],
    ['a Windows program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
    ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n')],
    [
      'one MPEG header before a page',
      Buffer.concat([Buffer.from('fffb9044', 'hex'), Buffer.from('<b>'.repeat(500))]),
    ],
    [
      'one ADTS header before a page',
      Buffer.concat([Buffer.from('fff15080', 'hex'), Buffer.from('<b>'.repeat(500))]),
    ],
    ['an empty ID3 tag', Buffer.from('49443304000000000000', 'hex')],
    ['zeros', Buffer.alloc(5000)],
    ['RF64 of something else', Buffer.from('RF64\xff\xff\xff\xffAVI ds64', 'latin1')],
    ['one byte', Buffer.from('R')],
  ])('refuses %s named .wav', async (_name, bytes) => {
    expect((await examineBytes(bytes)).sniffed).toBeNull();
  });

  it('refuses a Java archive: a ZIP that is run', async () => {
    const name = 'META-INF/MANIFEST.MF';
    const header = Buffer.from('504b03040a00000000000000000000000000000000000000000014000000', 'hex');
    expect((await examineBytes(Buffer.concat([header, Buffer.from(name)]))).sniffed).toBeNull();
  });

  it('measures a WAV with an open or excessive length to the end of the file', async () => {
    const whole = await readFile(join(fixtures, 'pcm16.wav'));
    const data = whole.indexOf('data') + 4;
    for (const declared of [0, 0xffff_ffff, 0x7fff_ffff]) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt32LE(declared, data);
      expect((await examineBytes(bytes)).facts?.durationSeconds).toBeCloseTo(0.02, 3);
    }
  });

  it('is found without errors or absurd facts, however a file is cut or damaged', async () => {
    const folder = await temporaryFolder();
    const files = await Promise.all(Object.keys(corpus).map((name) => readFile(join(fixtures, name))));
    const anyDamage = fc.record({
      file: fc.constantFrom(...files),
      keep: fc.double({ min: 0, max: 1, noNaN: true }),
      changes: fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { maxLength: 8 }),
    });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(anyDamage, async ({ file, keep, changes }) => {
        const bytes = Buffer.from(file.subarray(0, Math.ceil(file.length * keep)));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const path = join(folder, String(count++));
        await writeFile(path, bytes);
        const { facts } = await examine(path);
        if (facts) expect(Number.isFinite(facts.durationSeconds)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
