import { expect, it } from 'vitest';
import { hostileSounds } from '../../helpers/hostile-sounds.ts';
import { musicFile } from '../../helpers/music-files.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { newCut, upload } from '../../helpers/uploads.ts';

/** The answer that each must have beside real music: the pattern of a summary, or of the reason there is none. */
const expectations: Record<keyof typeof hostileSounds, RegExp> = {
  silence: /^Different music$/,
  'a constant': /^Different music$/,
  'samples that are no numbers': /^Different music$/,
  'infinite samples': /^Different music$/,
  'the largest floats': /^Different music$/,
  'one sample': /too short to compare/,
  '1 Hz': /below 4 kHz|more than two hours/,
  '384 kHz': /^Different music$/,
  '64 channels': /^Different music$/,
  'a file without its end': /^Different music$/,
  '12 hours': /two hours/,
};

it('every hostile file is compared with music, or refused with a reason, and the server goes on', async () => {
  const server = await startServer();
  const user = await registerUser(server);
  const place = { server, user };
  const target = newCut(await createProject(user));
  const music = (await upload(place, musicFile(), target, { name: 'Dune v1.wav' })).file;
  const at = { kind: 'cut', cutId: music.cutId } as const;
  for (const [name, make] of Object.entries(hostileSounds)) {
    const expected = expectations[name as keyof typeof hostileSounds];
    const { file } = await upload(place, make(), at, { name: `${name}.wav` });
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
