import type { Command } from '../../protocol/wire/command.ts';
import type { Chance } from '../simulation/chance.ts';
import type { Name, Scene } from './scene.ts';

export type Drawn = { by: Name; command: Command };

/** Draws what somebody does with the things of the scene. New things are added to it at once, whether they come to be or not. */
export function createActs(chance: Chance, scene: Scene, newId: (what: string) => string) {
  const { people, projects, vibes, cuts, comments, replies } = scene;
  /** In most schedules people do a few kinds of things to the same things, so that they are in each other's way. */
  const isCrowded = chance.is(0.6);
  const one = (all: readonly string[]) => (isCrowded && chance.is(0.7) ? all[0] : chance.pick(all)) ?? 'none';
  const member = () => chance.pick(['ana', 'ben', 'ben', 'cy', 'dua', 'eve'] as const) ?? 'ana';
  const boss = () => chance.pick(['ana', 'ben'] as const) ?? 'ana';
  const idOf = (name: Name) => people[name].id;
  const words = () => `No. ${chance.between(1, 1_000)}`;
  /** A new thing, sometimes under the id of another, or of one that somebody else makes at this moment. */
  const add = (all: string[], what: string) => {
    const id = chance.is(0.25) ? (all.at(-1) ?? 'none') : newId(what);
    all.push(id);
    return id;
  };

  const acts: readonly (readonly [weight: number, draw: () => Drawn])[] = [
    [
      5,
      () => ({
        by: member(),
        command: {
          kind: 'comment.create',
          payload: {
            ...{ id: add(comments, 'comment'), cutId: one(cuts), text: words(), timestamp: 2 },
            ...(chance.is(0.4) && { mentions: [idOf(member()), idOf(member())] }),
          },
        },
      }),
    ],
    [
      3,
      () => ({
        by: member(),
        command: {
          ...{ kind: 'reply.create' },
          payload: { id: add(replies, 'reply'), commentId: one(comments), text: words() },
        },
      }),
    ],
    [2, () => ({ by: boss(), command: { kind: 'comment.delete', payload: { id: one(comments) } } })],
    [
      2,
      () => ({
        by: 'ana',
        command: { kind: 'comment.update', payload: { id: one(comments), text: words() } },
      }),
    ],
    [1, () => ({ by: member(), command: { kind: 'comment.resolve', payload: { id: one(comments) } } })],
    [
      3,
      () => ({
        by: member(),
        command: { kind: 'cut.create', payload: { id: add(cuts, 'cut'), vibeId: one(vibes), name: words() } },
      }),
    ],
    [3, () => ({ by: member(), command: { kind: 'cut.update', payload: { id: one(cuts), name: words() } } })],
    [
      4,
      () => ({
        by: member(),
        command: { kind: 'cut.merge', payload: { id: one(cuts), targetCutId: one(cuts) } },
      }),
    ],
    [
      3,
      () => ({
        by: member(),
        command: { kind: 'cut.move', payload: { id: one(cuts), targetVibeId: one(vibes) } },
      }),
    ],
    [2, () => ({ by: boss(), command: { kind: 'cut.delete', payload: { id: one(cuts) } } })],
    [1, () => ({ by: boss(), command: { kind: 'cut.restore', payload: { id: one(cuts) } } })],
    [
      3,
      () => ({
        by: member(),
        command: {
          ...{ kind: 'vibe.create' },
          payload: { id: add(vibes, 'vibe'), projectId: one(projects), name: words() },
        },
      }),
    ],
    [
      2,
      () => ({ by: member(), command: { kind: 'vibe.update', payload: { id: one(vibes), name: words() } } }),
    ],
    [1, () => ({ by: boss(), command: { kind: 'vibe.delete', payload: { id: one(vibes) } } })],
    [
      3,
      () => ({
        by: boss(),
        command: { kind: 'project.update', payload: { id: one(projects), name: words() } },
      }),
    ],
    [
      1,
      () => ({
        by: member(),
        command: { kind: 'project.create', payload: { id: add(projects, 'project'), name: words() } },
      }),
    ],
    [0.4, () => ({ by: 'ana', command: { kind: 'project.delete', payload: { id: one(projects) } } })],
    [0.4, () => ({ by: 'ana', command: { kind: 'project.restore', payload: { id: one(projects) } } })],
    [
      2,
      () => ({
        by: boss(),
        command: {
          ...{ kind: 'member.remove' },
          payload: {
            projectId: one(projects),
            userId: idOf(chance.pick(['cy', 'dua', 'eve'] as const) ?? 'cy'),
          },
        },
      }),
    ],
    [
      0.7,
      () => ({
        by: 'cy',
        command: { kind: 'member.remove', payload: { projectId: one(projects), userId: idOf('cy') } },
      }),
    ],
    [
      1.5,
      () => ({
        by: boss(),
        command: {
          ...{ kind: 'member.setRole' },
          payload: {
            ...{ projectId: one(projects), userId: idOf(member()) },
            role: chance.is(0.5) ? 'ADMIN' : 'MEMBER',
          },
        },
      }),
    ],
    [3, () => ({ by: 'eve', command: { kind: 'invitation.accept', payload: { token: scene.token } } })],
    [
      3,
      () => ({
        by: member(),
        command: {
          ...{ kind: 'room.send' },
          payload: { id: newId('said'), projectId: one(projects), text: words(), mentions: [idOf(member())] },
        },
      }),
    ],
    [
      3,
      () => ({
        by: member(),
        command: {
          kind: 'message.send',
          payload: {
            ...{ id: newId('message'), conversationId: newId('talk') },
            ...{ userId: idOf(member()), text: words() },
          },
        },
      }),
    ],
    [
      1,
      () => ({
        by: member(),
        command: { kind: 'conversation.open', payload: { id: newId('talk'), userId: idOf(member()) } },
      }),
    ],
    [1, () => ({ by: member(), command: { kind: 'notification.readAll', payload: {} } })],
  ];
  const few = Array.from({ length: 4 }, () => [1, chance.weighted(acts)] as const);
  return (): Drawn => chance.weighted(isCrowded && chance.is(0.8) ? few : acts)();
}
