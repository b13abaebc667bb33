import { newId } from '../../../common/new-id.ts';
import type { CommandKind } from '../../../protocol/wire/command.ts';
import type { BandProject, BandTemplate, Cast } from './band-template.ts';

/** One command. `mark` is in no other command's text or name. */
export type Made = { tag: string; client: 0 | 1 | 2; kind: CommandKind; payload: Record<string, unknown> };

/**
 * Makes commands of three people who know of everything that anyone has made, whether it reached the server or not:
 * so they comment on things that another deletes at that moment, move deleted cuts, and build on refused changes.
 */
export function createOrders(
  { conversations }: Pick<BandTemplate, 'conversations'>,
  cast: Cast,
  { id: projectId, vibeIds, cutIds }: BandProject,
  seed: number,
  random: () => number,
): (client: 0 | 1 | 2) => Made {
  const vibes = [...vibeIds];
  const cuts = [...cutIds];
  const comments: string[] = [];
  const replies: string[] = [];
  let count = 0;

  /** Mostly one of the newest, so that several people meet. */
  function pick(ids: string[]): string {
    const among = random() < 0.6 ? ids.slice(-3) : ids;
    return among[Math.floor(random() * among.length)] ?? newId();
  }

  function make(mark: string, client: 0 | 1 | 2): Pick<Made, 'kind' | 'payload'> {
    const id = newId();
    const dice = random() * 100;
    if (dice < 22) {
      const payload = { id, cutId: pick(cuts), text: `Louder ${mark}`, timestamp: Math.floor(random() * 9) };
      comments.push(id);
      return { kind: 'comment.create', payload };
    }
    if (dice < 36) {
      const payload = { id, vibeId: pick(vibes), name: 'Mix' };
      cuts.push(id);
      return { kind: 'cut.create', payload };
    }
    if (dice < 46) {
      const payload = { id, commentId: pick(comments), text: `Softer ${mark}` };
      replies.push(id);
      return { kind: 'reply.create', payload };
    }
    if (dice < 56) return { kind: 'cut.move', payload: { id: pick(cuts), targetVibeId: pick(vibes) } };
    if (dice < 64) return { kind: 'cut.update', payload: { id: pick(cuts), name: `Mix ${mark}` } };
    if (dice < 74) {
      const own = conversations.filter(({ participants }) => participants.includes(cast[client]));
      const conversationId = own[Math.floor(random() * own.length)]?.id ?? '';
      return { kind: 'message.send', payload: { id, conversationId, text: `Listen ${mark}` } };
    }
    if (dice < 79) {
      vibes.push(id);
      return { kind: 'vibe.create', payload: { id, projectId, name: 'Song' } };
    }
    if (dice < 84) return { kind: 'cut.delete', payload: { id: pick(cuts) } };
    if (dice < 88) return { kind: 'comment.delete', payload: { id: pick(comments) } };
    if (dice < 91) return { kind: 'comment.update', payload: { id: pick(comments), text: `Slower ${mark}` } };
    if (dice < 93) return { kind: 'reply.delete', payload: { id: pick(replies) } };
    if (dice < 95) return { kind: 'vibe.delete', payload: { id: pick(vibes) } };
    if (dice < 97) return { kind: 'vibe.update', payload: { id: pick(vibes), name: `Song ${mark}` } };
    if (dice < 99)
      return { kind: 'project.update', payload: { id: projectId, description: `Album ${mark}` } };
    return { kind: 'vibe.reorder', payload: { projectId, vibeIds: [...vibes].reverse() } };
  }

  return (client) => {
    const tag = `${seed}-${client}-${count++}`;
    return { tag, client, ...make(`#${tag}.`, client) };
  };
}
