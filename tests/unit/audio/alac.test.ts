import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { alacSamples } from '../../../audio/alac-samples.ts';
import { readAlacTrack } from '../../../audio/alac-track.ts';
import { loadFfmpegPackage } from '../../../audio/decoding/ffmpeg.ts';
import { decodePackets } from '../../../audio/decoding/packet-decoder.ts';
import { playedBytes, readPlaying } from '../../../audio/playable-sound.ts';
import { sampleReader } from '../../../audio/sample-reader.ts';
import { inMemory } from '../../helpers/pcm.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/audio/${name}`, import.meta.url));

const kinds = ['alac.m4a', 'alac-24.m4a', 'alac-stereo.m4a', 'alac-stereo-24.m4a', 'alac-noise.m4a'];

async function open(bytes: Uint8Array) {
  const track = await readAlacTrack(inMemory(bytes));
  return track && { track, ...alacSamples(inMemory(bytes), track) };
}

describe('Apple Lossless', () => {
  it('is not looked for in megabytes of a track’s description', async () => {
    const bytes = Buffer.from(fixture('alac-stereo-24.m4a'));
    // The description grows by bytes after its cookie, and so do the boxes around it.
    const padding = 5_000;
    const cookie = bytes.lastIndexOf('alac', bytes.indexOf('stts'));
    const end = cookie - 4 + bytes.readUInt32BE(cookie - 4);
    for (const name of ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd', 'alac']) {
      const at = bytes.indexOf(name) - 4;
      bytes.writeUInt32BE(bytes.readUInt32BE(at) + padding, at);
    }
    const padded = Buffer.concat([bytes.subarray(0, end), Buffer.alloc(padding), bytes.subarray(end)]);
    expect(await readAlacTrack(inMemory(padded))).toBe(null);
  });

  it.each(kinds)('decodes to the same samples as with FFmpeg: %s', async (name) => {
    const opened = await open(fixture(name));
    if (!opened) throw new Error('There is no track');
    const { samples, layout, track } = opened;
    const bytes = await samples.read(0, samples.size);
    const sampleAt = sampleReader(bytes, layout.format);
    let frame = 0;
    let different = 0;
    const file = inMemory(fixture(name));
    for await (const { channelData, samplesDecoded } of decodePackets(file, 'audio/mp4', loadFfmpegPackage)) {
      for (let at = 0; at < samplesDecoded; at++, frame++) {
        for (const [channel, plane] of channelData.entries()) {
          const ours = sampleAt((frame * layout.channels + channel) * layout.format.bytes);
          if (ours !== plane[at]) different++;
        }
      }
    }
    expect(frame).toBe(track.frames);
    expect(different).toBe(0);
  });

  test('reads any part as that part of the whole', async () => {
    for (const name of kinds) {
      const opened = await open(fixture(name));
      if (!opened) throw new Error('There is no track');
      const { samples } = opened;
      const whole = Buffer.from(await samples.read(0, samples.size));
      await fc.assert(
        fc.asyncProperty(fc.nat(whole.length + 10), fc.nat(30_000), async (position, length) => {
          const part = Buffer.from(await samples.read(position, length));
          expect(part.equals(whole.subarray(position, position + length))).toBe(true);
        }),
        { numRuns: 40 },
      );
    }
  });

  test('decodes damaged or cut-off files without errors, to the length they claim', async () => {
    const good = fixture('alac-stereo.m4a');
    const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(good.length), async (changes, length) => {
        const bytes = Buffer.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        for (const file of [bytes, good.subarray(0, length)]) {
          const opened = await open(file);
          if (!opened || opened.samples.size > 1_000_000) continue;
          const read = await opened.samples.read(0, opened.samples.size);
          expect(read.length).toBe(opened.samples.size);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('isn’t found in other files', async () => {
    for (const name of ['aac.m4a', 'video.mp4', 'pcm16.wav', 'flac.flac']) {
      expect(await readAlacTrack(inMemory(fixture(name))), name).toBeNull();
    }
    expect(await readAlacTrack(inMemory(new Uint8Array(0)))).toBeNull();
  });

  it('is played as a WAV, and AAC unchanged', async () => {
    const file = inMemory(fixture('alac.m4a'));
    const alac = await readPlaying(file, { mimeType: 'audio/mp4', bitDepth: 16 });
    expect(alac && playedBytes(file, alac).size).toBe(44 + 4_410 * 2);
    const aac = await readPlaying(inMemory(fixture('aac.m4a')), { mimeType: 'audio/mp4', bitDepth: null });
    expect(aac).toEqual({ kind: 'file' });
  });
});
