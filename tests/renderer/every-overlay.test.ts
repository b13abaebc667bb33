import { describe, expect, it } from 'vitest';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { changesOf } from '../../protocol/state/changed-comment.ts';
import { changesOfReply } from '../../protocol/state/changed-reply.ts';
import { changesOfMessage } from '../../protocol/state/room-state.ts';
import { type CommandKind, type CommandPayload, commandSchemas } from '../../protocol/wire/command.ts';
import type { NamedEvent } from '../../protocol/wire/event.ts';
import { becameStem, commentOf, file, member, someReply, vibe } from './overlay-samples.ts';
import {
  at,
  createdAt,
  deletedCut,
  me,
  ofChat,
  ofComments,
  ofDeleted,
  ofList,
  ofPictured,
  ofProject,
  ofRoom,
  type Surface,
  said,
} from './overlay-surfaces.ts';

type Row<Kind extends CommandKind> =
  | {
      on: Surface<never>;
      payload: CommandPayload<Kind>;
      /** The server's events for it. */
      events: NamedEvent[];
      /** The id under which its badge is found; null if what it was about is no longer shown. */
      badge: string | null;
      /** Shown in its place even when refused, because its text exists nowhere else. */
      staysWhenRefused?: true;
    }
  /** Why it needs no overlay on the page. */
  | { none: string };

const on = <Base>(surface: Surface<Base>) => surface as unknown as Surface<never>;

/** Every kind of command, and what it is applied to. */
const table: { [Kind in CommandKind]: Row<Kind> } = {
  'project.create': {
    on: on(ofList),
    payload: { id: 'new', name: 'Winter demos' },
    events: [{ name: 'project:joined', payload: { projectId: 'new' } }],
    badge: 'new',
    staysWhenRefused: true,
  },
  'project.update': {
    on: on(ofProject),
    payload: { id: 'ep', name: 'Autumn EP' },
    events: [
      {
        name: 'project:updated',
        payload: { id: 'ep', name: 'Autumn EP', description: null, imageUrl: null },
      },
    ],
    badge: 'ep',
  },
  'account.update': {
    on: on(ofPictured),
    payload: { picture: null },
    events: [{ name: 'person:updated', payload: me }],
    badge: 'account',
  },
  'project.delete': {
    on: on(ofList),
    payload: { id: 'live' },
    events: [{ name: 'project:left', payload: { projectId: 'live' } }],
    badge: null,
  },
  'project.invite': {
    none: 'Its answer is a link to share, so it bypasses the outbox and needs the network.',
  },
  'invitation.accept': {
    none: 'Membership can’t be assumed, so it bypasses the outbox and needs the network.',
  },
  'invitation.revoke': {
    none: 'Invitations are read from the server whenever they are shown, so it bypasses the outbox too.',
  },
  'member.remove': {
    on: on(ofProject),
    payload: { projectId: 'ep', userId: 'ben' },
    events: [{ name: 'member:left', payload: { projectId: 'ep', userId: 'ben' } }],
    badge: 'ben',
  },
  'member.setRole': {
    on: on(ofProject),
    payload: { projectId: 'ep', userId: 'ben', role: 'LISTENER' },
    events: [{ name: 'member:updated', payload: { ...member('ben'), role: 'LISTENER' } }],
    badge: 'ben',
  },
  'project.restore': {
    none: 'What a deleted project had is known only while its deletion is pending (overlay.test.ts).',
  },
  'vibe.restore': { none: 'Same as for a project.' },
  'file.restore': { none: 'Same as for a project.' },
  'project.transfer': {
    on: on(ofProject),
    payload: { id: 'ep', userId: 'ben' },
    events: [
      { name: 'member:updated', payload: { ...member('ana'), isOwner: undefined } },
      { name: 'member:updated', payload: { ...member('ben'), role: 'ADMIN', isOwner: true } },
    ],
    badge: 'ben',
  },
  'vibe.create': {
    on: on(ofProject),
    payload: { id: 'new', projectId: 'ep', name: 'Train song' },
    events: [
      {
        name: 'vibe:created',
        payload: { id: 'new', name: 'Train song', projectId: 'ep', imageUrl: null, order: 4, createdAt },
      },
    ],
    badge: 'new',
    staysWhenRefused: true,
  },
  'vibe.update': {
    on: on(ofProject),
    payload: { id: 'harbour', name: 'Harbour lights' },
    events: [{ name: 'vibe:updated', payload: { ...vibe('harbour'), name: 'Harbour lights' } }],
    badge: 'harbour',
  },
  'vibe.delete': {
    on: on(ofProject),
    payload: { id: 'harbour' },
    events: [{ name: 'vibe:deleted', payload: { vibeId: 'harbour' } }],
    badge: 'harbour',
  },
  'vibe.reorder': {
    on: on(ofProject),
    payload: { projectId: 'ep', vibeIds: ['ideas', 'harbour', 'late', 'sunset'] },
    events: [
      {
        name: 'vibes:reordered',
        payload: { projectId: 'ep', vibeIds: ['ideas', 'harbour', 'late', 'sunset'] },
      },
    ],
    badge: 'ep',
  },
  'cut.create': {
    on: on(ofProject),
    payload: { id: 'new', vibeId: 'harbour', name: 'take 1' },
    events: [
      {
        name: 'cut:created',
        payload: {
          ...{ id: 'new', name: 'take 1', vibeId: 'harbour', projectId: 'ep', order: 0, createdAt },
          ...{ createdBy: me, files: [], commentCount: 0 },
        },
      },
    ],
    badge: 'new',
    staysWhenRefused: true,
  },
  'cut.update': {
    on: on(ofProject),
    payload: { id: 'sg1', name: 'first idea' },
    events: [{ name: 'cut:updated', payload: { cutId: 'sg1', name: 'first idea' } }],
    badge: 'sg1',
  },
  'cut.describe': {
    on: on(ofProject),
    payload: { id: 'sg1', music: { tempo: 120, key: 'A minor', dawStart: 8 } },
    events: [
      {
        name: 'cut:described',
        payload: { cutId: 'sg1', music: { tempo: 120, key: 'A minor', dawStart: 8 } },
      },
    ],
    badge: 'sg1',
  },
  'cut.delete': {
    on: on(ofProject),
    payload: { id: 'sg1' },
    events: [{ name: 'cut:deleted', payload: { cutId: 'sg1' } }],
    badge: 'sg1',
  },
  'cut.restore': {
    on: on(ofDeleted),
    payload: { id: deletedCut.id },
    events: [{ name: 'cut:restored', payload: deletedCut }],
    badge: deletedCut.id,
  },
  'cut.move': {
    on: on(ofProject),
    payload: { id: 'sg1', targetVibeId: 'ideas' },
    events: [{ name: 'cut:moved', payload: { cutId: 'sg1', fromVibeId: 'sunset', toVibeId: 'ideas' } }],
    badge: 'sg1',
  },
  'cut.merge': {
    on: on(ofProject),
    payload: { id: 'sg1', targetCutId: 'sg3' },
    events: [{ name: 'cut:merged', payload: { cutId: 'sg1', intoCutId: 'sg3' } }],
    badge: 'sg3',
  },
  'cut.split': {
    on: on(ofProject),
    payload: { id: 'new', cutId: 'sg3', name: 'first idea', fileIds: ['sg3a'] },
    events: [
      {
        name: 'cut:split',
        payload: {
          cut: {
            ...{ id: 'new', name: 'first idea', vibeId: 'sunset', projectId: 'ep', order: 3, createdAt },
            ...{ createdBy: me, files: [{ ...file('sg3a'), cutId: 'new' }], commentCount: 0 },
          },
          ...{ fromCutId: 'sg3', fileIds: ['sg3a'], commentIds: [] },
        },
      },
    ],
    badge: 'new',
    staysWhenRefused: true,
  },
  'cut.reorder': {
    on: on(ofProject),
    payload: { id: 'sg3', fileIds: ['sg3c', 'sg3a', 'sg3b'] },
    events: [{ name: 'files:reordered', payload: { cutId: 'sg3', fileIds: ['sg3c', 'sg3a', 'sg3b'] } }],
    badge: 'sg3',
  },
  'file.update': {
    on: on(ofProject),
    payload: { id: 'sg3a', label: 'v3', note: 'louder' },
    events: [
      {
        name: 'file:updated',
        payload: { fileId: 'sg3a', cutId: 'sg3', label: 'v3', note: 'louder', versionId: null },
      },
    ],
    badge: 'sg3a',
  },
  'file.approve': {
    on: on(ofProject),
    payload: { id: 'sg3a', isApproved: true },
    events: [
      {
        name: 'file:approved',
        payload: { fileId: 'sg3a', cutId: 'sg3', approvals: [{ user: me, at: createdAt }] },
      },
    ],
    badge: 'sg3a',
  },
  'file.delete': {
    on: on(ofProject),
    payload: { id: 'sg3a' },
    events: [{ name: 'file:deleted', payload: { fileId: 'sg3a', cutId: 'sg3' } }],
    badge: 'sg3a',
  },
  'file.move': {
    on: on(ofProject),
    payload: { id: 'sg3a', targetCutId: 'sg1' },
    events: [
      {
        name: 'file:moved',
        payload: { fileId: 'sg3a', fromCutId: 'sg3', toCutId: 'sg1', commentCount: 0 },
      },
    ],
    badge: 'sg3a',
  },
  'file.setType': {
    on: on(ofProject),
    payload: { id: 'sg3a', type: 'STEM', targetCutId: 'sg3', versionId: 'sg3b' },
    events: [becameStem],
    badge: 'sg3a',
  },
  'comment.create': {
    on: on(ofComments),
    payload: { id: 'new', cutId: 'sg3', text: 'louder', timestamp: 43.1, fileId: null },
    events: [
      {
        name: 'comment:created',
        payload: {
          ...{ id: 'new', cutId: 'sg3', text: 'louder', timestamp: 43.1, fileId: null },
          ...{ createdAt, user: me, replies: [], resolvedAt: null, resolvedBy: null },
        },
      },
    ],
    badge: 'new',
    staysWhenRefused: true,
  },
  'comment.update': {
    on: on(ofComments),
    payload: { id: 'delay', text: 'less delay', timestamp: 90, endTimestamp: 92 },
    events: [
      {
        name: 'comment:updated',
        payload: {
          ...{ commentId: 'delay', cutId: 'sg3', text: 'less delay', timestamp: 90 },
          ...{ resolvedAt: null, resolvedBy: null, editedAt: createdAt, endTimestamp: 92 },
        },
      },
    ],
    badge: 'delay',
  },
  'comment.resolve': {
    on: on(ofComments),
    payload: { id: 'fill' },
    events: [
      {
        name: 'comment:updated',
        payload: { ...changesOf(commentOf('fill')), resolvedAt: createdAt, resolvedBy: me },
      },
    ],
    badge: 'fill',
  },
  'comment.reopen': {
    on: on({
      ...ofComments,
      base: ofComments.base.map((one) =>
        one.id === 'fill' ? { ...one, resolvedAt: createdAt, resolvedBy: me } : one,
      ),
    }),
    payload: { id: 'fill' },
    events: [
      {
        name: 'comment:updated',
        payload: { ...changesOf(commentOf('fill')), resolvedAt: null, resolvedBy: null },
      },
    ],
    badge: 'fill',
  },
  'comment.react': {
    on: on(ofComments),
    payload: { id: 'fill', reaction: 'fire', isGiven: true },
    events: [
      {
        name: 'comment:updated',
        payload: { ...changesOf(commentOf('fill')), reactions: [{ reaction: 'fire', userIds: [me.id] }] },
      },
    ],
    badge: 'fill',
  },
  'comment.delete': {
    on: on(ofComments),
    payload: { id: 'fill' },
    events: [{ name: 'comment:deleted', payload: { commentId: 'fill', cutId: 'sg3' } }],
    badge: 'fill',
  },
  'reply.create': {
    on: on(ofComments),
    payload: { id: 'new', commentId: 'fill', text: 'that was luck' },
    events: [
      {
        name: 'comment:reply',
        payload: {
          ...{ id: 'new', commentId: 'fill', cutId: 'sg3', text: 'that was luck', createdAt, user: me },
        },
      },
    ],
    badge: 'new',
    staysWhenRefused: true,
  },
  'reply.update': {
    on: on(ofComments),
    payload: { id: someReply().id, text: '@Ben, that was skill', mentions: ['ben'] },
    events: [
      {
        name: 'reply:updated',
        payload: {
          ...changesOfReply(someReply()),
          ...{ text: '@Ben, that was skill', mentions: ['ben'], editedAt: createdAt },
        },
      },
    ],
    badge: someReply().id,
  },
  'reply.react': {
    on: on(ofComments),
    payload: { id: someReply().id, reaction: 'heart', isGiven: true },
    events: [
      {
        name: 'reply:updated',
        payload: { ...changesOfReply(someReply()), reactions: [{ reaction: 'heart', userIds: [me.id] }] },
      },
    ],
    badge: someReply().id,
  },
  'reply.delete': {
    on: on(ofComments),
    payload: { id: someReply().id },
    events: [
      {
        name: 'reply:deleted',
        payload: { replyId: someReply().id, commentId: someReply().commentId, cutId: 'sg3' },
      },
    ],
    badge: someReply().id,
  },
  'notification.read': {
    none: 'Applied in the client’s core, because system notifications need it too.',
  },
  'notification.readAll': { none: 'Same as for one.' },
  'activity.dismiss': { none: 'Applied in the client’s core, which leaves them out of feeds.' },
  'activity.undismiss': { none: 'Same as dismissing.' },
  'activity.dismissAll': { none: 'Same as for one.' },
  'conversation.open': { none: 'Opening a conversation shows nothing; its first message does.' },
  'message.send': {
    on: on(ofChat),
    payload: { id: 'new', conversationId: 'c', text: 'on the train' },
    events: [
      {
        name: 'chat:message',
        payload: { id: 'new', conversationId: 'c', sender: me, text: 'on the train', createdAt },
      },
    ],
    badge: 'new',
    staysWhenRefused: true,
  },
  'conversation.read': { none: 'Applied in the client’s core, like read notifications.' },
  'room.send': {
    on: on(ofProject),
    payload: { id: 'new', projectId: 'ep', text: '@Ben, four o’clock', mentions: ['ben'] },
    events: [
      {
        name: 'room:message',
        payload: {
          ...{ id: 'new', projectId: 'ep', sender: me, text: '@Ben, four o’clock', mentions: ['ben'] },
          createdAt,
        },
      },
    ],
    badge: 'new',
    staysWhenRefused: true,
  },
  'room.react': {
    on: on(ofRoom),
    payload: { id: said.id, projectId: 'ep', reaction: 'fire', isGiven: true },
    events: [
      {
        name: 'room:updated',
        payload: { ...changesOfMessage(said), reactions: [{ reaction: 'fire', userIds: [me.id] }] },
      },
    ],
    badge: said.id,
  },
  'room.read': { none: 'Applied in the client’s core, like read notifications.' },
  'attention.setLevel': { none: 'Applied in the client’s core, which decides on notifications.' },
  'attention.setMail': { none: 'Same as a level.' },
  'attention.setQuietHours': { none: 'Same as a level.' },
};

function operation(kind: string, payload: unknown, state: PendingOperation['state']): PendingOperation {
  return { operationId: `${kind} ${state.kind}`, kind, payload, projectId: 'ep', createdAt: at, state };
}

const refusal = { kind: 'refused', errorKind: 'not-found', message: 'It is gone.' } as const;
const position = { topic: 'project:ep', seq: 7, epoch: 'e' } as const;
const confirmedState = { kind: 'confirmed' as const, positions: [position] };
const kinds = Object.keys(commandSchemas) as CommandKind[];

it('every kind of command has an overlay, or a reason for none', () => {
  expect(Object.keys(table).sort()).toEqual([...kinds].sort());
});

describe.each(kinds)('%s', (kind) => {
  const row: Row<CommandKind> = table[kind];
  if ('none' in row) {
    it(`has no overlay on the page. ${row.none}`, () => expect(row.none).not.toBe(''));
    return;
  }
  const { base } = row.on;
  const confirmed = row.events.reduce<never>((known, event) => row.on.hear(known, event), base);
  const nothing = row.on.lay(base, []).shown;
  const lay = (known: never, state: PendingOperation['state']) =>
    row.on.lay(known, [operation(kind, row.payload, state)]);

  it('has a valid payload and an effect', () => {
    expect(commandSchemas[kind].payload.parse(row.payload)).toEqual(row.payload);
    expect(row.on.lay(confirmed, []).shown).not.toEqual(nothing);
  });

  it.each(['queued', 'sending'] as const)('shows immediately with a badge when it is %s', (state) => {
    const { shown, badges } = lay(base, { kind: state });
    expect(shown).not.toEqual(nothing);
    expect(badges).toEqual(row.badge === null ? [] : [row.badge]);
  });

  it('looks the same before and after its events, and never shows twice', () => {
    const after = row.on.lay(confirmed, []).shown;
    expect(lay(base, { kind: 'queued' }).shown).toEqual(after);
    expect(lay(confirmed, { kind: 'queued' }).shown).toEqual(after);
  });

  it('looks the same without a badge while it is confirmed and its events have not arrived yet', () => {
    const { shown, badges } = lay(base, confirmedState);
    expect(shown).toEqual(lay(base, { kind: 'queued' }).shown);
    expect(badges).toEqual([]);
  });

  it('has a badge where it was made when it is refused', () => {
    const { shown, badges } = lay(base, refusal);
    if (row.staysWhenRefused) expect(shown).toEqual(lay(base, { kind: 'queued' }).shown);
    else expect(shown).toEqual(nothing);
    expect(badges).toHaveLength(1);
  });
});
