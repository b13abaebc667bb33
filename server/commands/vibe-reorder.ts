import { projectTopic } from '../../protocol/wire/topic.ts';
import { readVibes } from '../entities/vibe.ts';
import { failure } from '../failure.ts';
import { refuse } from './access.ts';
import type { Handler } from './handler.ts';

/** All or nothing: an order that was chosen before someone else added a vibe is refused. */
export const handleVibeReorder: Handler<'vibe.reorder'> = async (context, { projectId, vibeIds }) => {
  const { tx } = context;
  const refusal = await refuse(context, projectId, 'vibe.reorder', 'project');
  if (refusal) return refusal;
  const vibes = await readVibes(tx, projectId);
  const wanted = new Set(vibeIds);
  const isWholeSet =
    wanted.size === vibeIds.length &&
    wanted.size === vibes.length &&
    vibes.every((vibe) => wanted.has(vibe.id));
  if (!isWholeSet) {
    return failure('conflict', 'vibeIds: The project’s songs have changed. Name each of them once.');
  }
  if (vibes.every((vibe, index) => vibe.id === vibeIds[index] && vibe.order === index)) {
    return { ok: true, result: {}, events: [] };
  }
  for (const [rank, id] of vibeIds.entries()) {
    await tx.updateTable('vibe').set({ rank }).where('id', '=', id).execute();
  }
  return {
    ok: true,
    result: {},
    events: [
      {
        topic: projectTopic(projectId),
        event: { name: 'vibes:reordered', payload: { projectId, vibeIds } },
      },
    ],
  };
};
