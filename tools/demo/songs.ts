import { newId } from '../../common/new-id.ts';
import { extensionOf, makeAudio } from '../daw-simulator/audio.ts';
import type { BandMember } from './band.ts';

const sampleRate = 48_000;

/** The band's work so far: vibes, their cuts, and who bounced them. */
const vibes = [
  {
    name: 'Sketches',
    cuts: [
      { name: 'Paper Moon', by: 'Ana', file: 'Paper Moon idea', seconds: 4 },
      { name: 'Kite Season', by: 'Cy', file: 'Kite Season voice memo', seconds: 3 },
    ],
  },
  {
    name: 'Rough mixes',
    cuts: [
      { name: 'Night Bus', by: 'Ben', file: 'Night Bus v1 rough', seconds: 6 },
      { name: 'Slow Harbour', by: 'Ana', file: 'Slow Harbour v2 rough', seconds: 5 },
    ],
  },
];

/** The vibe that the simulated DAW's bounces go to. */
export const bounceVibe = 'Fresh bounces';

/** Creates the project with the band's work, as its admin. `join` adds a member to the project. */
export async function makeProject(
  admin: BandMember,
  others: BandMember[],
  join: (projectId: string, newcomer: BandMember) => Promise<void>,
): Promise<{ id: string; name: string }> {
  const project = { id: newId(), name: 'Summer EP' };
  await admin.command('project.create', { ...project, description: 'Five songs before August.' });
  for (const newcomer of others) await join(project.id, newcomer);
  const members = new Map([admin, ...others].map((member) => [member.name, member]));
  let seed = 1000;
  for (const vibe of vibes) {
    const vibeId = newId();
    await admin.command('vibe.create', { id: vibeId, projectId: project.id, name: vibe.name });
    for (const { name, by, file, seconds } of vibe.cuts) {
      const member = members.get(by) ?? admin;
      const cutId = newId();
      await member.command('cut.create', { id: cutId, vibeId, name });
      const audio = makeAudio({ format: 'wav-24', frames: seconds * sampleRate, sampleRate, seed: seed++ });
      await member.upload(cutId, { name: `${file}${extensionOf['wav-24']}`, bytes: new Uint8Array(audio) });
    }
  }
  return project;
}
