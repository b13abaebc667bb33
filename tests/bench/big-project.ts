import { newId } from '../../common/new-id.ts';
import { writePcm } from '../helpers/pcm.ts';
import type { BenchMember, BenchServer } from './band.ts';
import type { Place } from './window.ts';

const vibes = 25;
const cutsPerVibe = 20;
/** The number of comments of the busiest cut; the other cuts share the rest of `comments`. */
const mostComments = 2_000;
const comments = 20_000;
const soundSeconds = 4;

/** Noise that swells and fades differently for each seed. */
function sound(seed: number) {
  const sampleRate = 8_000;
  let state = seed + 1;
  const samples = Array.from({ length: soundSeconds * sampleRate }, (_, index) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state / 1_073_741_824 - 1) * Math.abs(Math.sin(((1 + (seed % 7)) * index) / sampleRate));
  });
  return { sampleRate, channels: 1, samples };
}

/**
 * A project of 500 cuts, each with a bounce of its own, and 20,000 comments, made by commands.
 * Returns the cut, the first of the list, that has 2,000 of the comments.
 */
export async function makeBigProject(server: BenchServer, member: BenchMember): Promise<Place> {
  const projectId = newId();
  const run = async (operations: { kind: string; payload: object }[]) => {
    for (let start = 0; start < operations.length; start += 100) {
      const some = operations.slice(start, start + 100);
      const { answers } = (await member.request('POST', '/api/commands', {
        operations: some.map((operation) => ({ operationId: newId(), ...operation })),
      })) as { answers: { ok: boolean; message?: string }[] };
      const refused = answers.find(({ ok }) => !ok);
      if (refused) throw new Error(`A command was refused: ${refused.message}`);
    }
  };
  await run([{ kind: 'project.create', payload: { id: projectId, name: 'Five hundred cuts' } }]);
  const vibeIds = Array.from({ length: vibes }, () => newId());
  await run(
    vibeIds.map((id, index) => ({
      kind: 'vibe.create',
      payload: { id, projectId, name: `Song ${index + 1}` },
    })),
  );
  const cuts = vibeIds.flatMap((vibeId, vibe) =>
    Array.from({ length: cutsPerVibe }, (_, index) => ({
      id: newId(),
      vibeId,
      name: `Song ${vibe + 1}, take ${index + 1}`,
    })),
  );
  await run(cuts.map((payload) => ({ kind: 'cut.create', payload })));
  for (const [index, { id, name: cutName }] of cuts.entries()) {
    const form = new FormData();
    form.set('cutId', id);
    form.set('name', `${cutName}.wav`);
    form.set('file', new Blob([writePcm('wav-16', sound(index))]), `${cutName}.wav`);
    const answer = await fetch(`${server.url}/api/files/upload`, {
      method: 'POST',
      headers: { cookie: member.cookie },
      body: form,
    });
    if (answer.status !== 201)
      throw new Error(`An upload was answered ${answer.status}: ${await answer.text()}`);
  }
  // The newest song is the first of the list.
  const long = cuts.at(-1);
  const others = cuts.slice(0, -1);
  if (!long) throw new Error('There are no cuts');
  await run(
    Array.from({ length: comments }, (_, index) => {
      const cut = index < mostComments ? long : others[index % others.length];
      return {
        kind: 'comment.create',
        payload: {
          id: newId(),
          cutId: cut?.id,
          text: `Remark ${index + 1}: the second guitar could come in a little earlier than it does here.`,
          timestamp: ((index * 7919) % (soundSeconds * 1000)) / 1000,
        },
      };
    }),
  );
  return { projectId, cutName: long.name };
}
