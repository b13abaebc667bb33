import { projectTopic } from '../../protocol/wire/topic.ts';
import type { Vibe, VibeWithCuts } from '../../protocol/wire/vibe.ts';
import { record } from '../audit/record.ts';
import { readDeletedVibe, restoreVibeAlone } from '../deleted/deleted-vibes.ts';
import { readCuts } from '../entities/cut.ts';
import { readVibePicture, toVibe } from '../entities/vibe.ts';
import { notFound, refuse } from './access.ts';
import { putCutBack } from './cut-restore.ts';
import type { CommandContext, Handler, TopicEvent } from './handler.ts';

/** Brings back a deleted vibe with the cuts that were deleted with it. Restoring one that is there changes nothing. */
export const handleVibeRestore: Handler<'vibe.restore'> = async (context, { id }) => {
  const { tx } = context;
  const there = await tx.selectFrom('vibe').selectAll().where('id', '=', id).executeTakeFirst();
  const deleted = there ? undefined : await readDeletedVibe(tx, id);
  const projectId = there?.projectId ?? deleted?.projectId;
  if (projectId === undefined) return notFound('vibe');
  const refusal = await refuse(context, projectId, 'vibe.restore', 'vibe');
  if (refusal) return refusal;
  if (there) {
    const result = await withCuts(context, toVibe(there, await readVibePicture(tx, id)));
    return { ok: true, result, events: [] };
  }
  const vibe = await restoreVibeAlone(context, id);
  if (!deleted || !vibe) return notFound('vibe');
  const cuts = await tx
    .selectFrom('deletedCut')
    .select('id')
    .where('vibeId', '=', id)
    .where('deletedAt', '=', deleted.deletedAt)
    .orderBy('id')
    .execute();
  const restored = [];
  for (const cut of cuts) restored.push(await putCutBack(context, cut.id, id));
  await record(context, { kind: 'vibe.restored', subject: { id, name: vibe.name }, projectId });
  const topic = projectTopic(projectId);
  return {
    ok: true,
    result: await withCuts(context, vibe),
    events: [
      { topic, event: { name: 'vibe:created', payload: vibe } },
      ...restored.map((payload): TopicEvent => ({ topic, event: { name: 'cut:restored', payload } })),
    ],
    activities: [
      {
        type: 'vibe_restored',
        projectId,
        target: { type: 'vibe', id, name: vibe.name },
        link: { projectId, vibeId: id },
      },
    ],
  };
};

async function withCuts({ tx }: CommandContext, vibe: Vibe): Promise<VibeWithCuts> {
  const cuts = await readCuts(tx, { projectId: vibe.projectId });
  return { ...vibe, cuts: cuts.filter(({ vibeId }) => vibeId === vibe.id) };
}
