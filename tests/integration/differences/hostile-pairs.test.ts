import { expect, it } from 'vitest';
import { musicFile } from '../../helpers/music-files.ts';
import { type Sound, writePcm } from '../../helpers/pcm.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { newCut, upload } from '../../helpers/uploads.ts';

const second = 48_000;
const wave = (sound: Partial<Sound>, kind: Parameters<typeof writePcm>[0] = 'wav-f32') =>
  Buffer.from(writePcm(kind, { sampleRate: 48_000, channels: 1, samples: [], ...sound }));
const samples = (count: number, value: (at: number) => number) =>
  Array.from({ length: count }, (_, at) => value(at));
const tone = (count: number) => samples(count, (at) => 0.5 * Math.sin(at / 20));

/** Silence at 1 kHz, in 43 MB. */
function twelveHours(): Buffer<ArrayBuffer> {
  const data = Buffer.alloc(12 * 3600 * 1000, 128);
  const header = wave({ sampleRate: 1000, samples: [0] }, 'wav-u8').subarray(0, 44);
  header.writeUInt32LE(36 + data.length, 4);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** Each with the answer it must have beside real music: the pattern of a summary, or of the reason there is none. */
const hostile: [string, Buffer<ArrayBuffer>, RegExp][] = [
  ['silence', wave({ samples: samples(2 * second, () => 0) }), /^Different music$/],
  ['a constant', wave({ samples: samples(2 * second, () => 0.9) }), /^Different music$/],
  [
    'samples that are no numbers',
    wave({ samples: samples(2 * second, () => Number.NaN) }),
    /^Different music$/,
  ],
  [
    'infinite samples',
    wave({ samples: samples(2 * second, () => Number.POSITIVE_INFINITY) }),
    /^Different music$/,
  ],
  [
    'the largest floats',
    wave({ samples: samples(2 * second, (at) => (at % 2 ? 3e38 : -3e38)) }),
    /^Different music$/,
  ],
  ['one sample', wave({ samples: [0.5] }), /too short to compare/],
  ['1 Hz', wave({ sampleRate: 1, samples: tone(5000) }), /below 4 kHz|more than two hours/],
  ['384 kHz', wave({ sampleRate: 384_000, samples: tone(384_000) }), /^Different music$/],
  ['64 channels', wave({ channels: 64, samples: tone(64 * second) }), /^Different music$/],
  ['a file without its end', wave({ samples: tone(4 * second) }).subarray(0, 100_001), /^Different music$/],
  ['12 hours', twelveHours(), /two hours/],
];

it('every hostile file is compared with music, or refused with a reason, and the server goes on', async () => {
  const server = await startServer();
  const user = await registerUser(server);
  const place = { server, user };
  const target = newCut(await createProject(user));
  const music = (await upload(place, musicFile(), target, { name: 'Dune v1.wav' })).file;
  const at = { kind: 'cut', cutId: music.cutId } as const;
  for (const [name, bytes, expected] of hostile) {
    const { file } = await upload(place, bytes, at, { name: `${name}.wav` });
    for (const [newer, older] of [
      [file.id, music.id],
      [music.id, file.id],
    ]) {
      const { status, body } = await until(async () => {
        const answer = await user.request('GET', `/api/files/${newer}/difference?to=${older}`);
        return answer.status !== 202 && answer;
      });
      expect([200, 404]).toContain(status);
      expect(status === 200 ? body.summary : body.error, name).toMatch(expected);
      expect(Number.isFinite(status === 200 ? body.gainDecibels : 0), name).toBe(true);
    }
  }
  const { file } = await upload(
    place,
    musicFile((plane) => plane.map((value) => value / 2)),
    at,
    { name: 'v2.wav' },
  );
  const last = await until(async () => {
    const answer = await user.request('GET', `/api/files/${file.id}/difference?to=${music.id}`);
    return answer.status === 200 && answer;
  });
  expect(last.body.gainDecibels).toBeCloseTo(-6, 1);
});
