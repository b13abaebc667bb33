import { describe, expect, it } from 'vitest';
import { audioOfWave } from '../../../server/files/checked-facts.ts';
import { readWaveFacts } from '../../../server/files/wave-facts.ts';
import { inMemory, sine, writePcm } from '../../helpers/pcm.ts';

function chunk(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(name, 'latin1');
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content, Buffer.alloc(content.length % 2)]);
}

function acid(tempo: number, flags = 0): Buffer {
  const content = Buffer.alloc(24);
  content.writeUInt32LE(flags, 0);
  content.writeFloatLE(tempo, 20);
  return chunk('acid', content);
}

function cues(...frames: number[]): Buffer {
  const content = Buffer.alloc(4 + 24 * frames.length);
  content.writeUInt32LE(frames.length, 0);
  for (const [index, frame] of frames.entries()) {
    content.writeUInt32LE(index + 1, 4 + 24 * index);
    content.writeUInt32LE(frame, 4 + 24 * index + 20);
  }
  return chunk('cue ', content);
}

function labels(...names: string[]): Buffer {
  const list = names.map((name, index) => {
    const id = Buffer.alloc(4);
    id.writeUInt32LE(index + 1);
    return chunk('labl', Buffer.concat([id, Buffer.from(`${name}\0`)]));
  });
  return chunk('LIST', Buffer.concat([Buffer.from('adtl'), ...list]));
}

const wave = writePcm('wav-16', sine(2));
const musicOf = async (...chunks: Buffer[]) =>
  audioOfWave(await readWaveFacts(inMemory(Buffer.concat([wave, ...chunks]))))?.music;

describe('the music in the chunks of a WAVE', () => {
  it('has the tempo of a loop, but not of a one-shot', async () => {
    expect(await musicOf(acid(123.456))).toEqual({ tempo: 123.46 });
    expect(await musicOf(acid(120, 1))).toBeUndefined();
    expect(await musicOf(acid(Number.NaN))).toBeUndefined();
    expect(await musicOf(acid(9000))).toBeUndefined();
  });

  it('has named cue points as sections, in order', async () => {
    expect(await musicOf(cues(8000, 0, 12_000), labels('Chorus', 'Intro'))).toEqual({
      sections: [
        { name: 'Intro', from: 0 },
        { name: 'Chorus', from: 1 },
      ],
    });
    expect(await musicOf(cues(8000))).toBeUndefined();
  });

  it('reads tempo and key in the description of a broadcast wave', async () => {
    const description = Buffer.alloc(602);
    description.write('Sunset, 120 bpm, F# minor');
    expect(await musicOf(chunk('bext', description))).toEqual({ tempo: 120, key: 'F# minor' });
  });

  it('is absent in a plain file, and survives what strangers may write', async () => {
    expect(await musicOf()).toBeUndefined();
    const lying = cues(1, 2, 3);
    lying.writeUInt32LE(0xffff_ffff, 8);
    expect(await musicOf(lying, labels('\0', ' '), acid(1).subarray(0, 20))).toBeUndefined();
    const many = cues(...Array.from({ length: 5000 }, (_, index) => index));
    const names = labels(...Array.from({ length: 5000 }, (_, index) => `Part ${index} ${'x'.repeat(60)}`));
    const { sections = [] } = (await musicOf(many, names)) ?? {};
    expect(sections).toHaveLength(64);
    expect(sections[0]?.name.length).toBeLessThanOrEqual(40);
  });

  it('is found before and after the sound', async () => {
    const at = wave.indexOf('data');
    const before = Buffer.concat([wave.subarray(0, at), acid(100), wave.subarray(at)]);
    const facts = audioOfWave(await readWaveFacts(inMemory(before)));
    expect(facts).toMatchObject({ durationSeconds: 2, music: { tempo: 100 } });
  });
});
