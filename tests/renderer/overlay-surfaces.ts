import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import { applyCommentEvent } from '../../protocol/state/comment-list.ts';
import { applyProjectEvent } from '../../protocol/state/project-state.ts';
import type { Conversation, Message } from '../../protocol/wire/chat.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { NamedEvent } from '../../protocol/wire/event.ts';
import type { Project, ProjectSnapshot } from '../../protocol/wire/project.ts';
import type { RoomMessage } from '../../protocol/wire/room-message.ts';
import { shownMessages } from '../../renderer/features/chat/message-rows.ts';
import { pendingMessages } from '../../renderer/features/chat/pending-messages.ts';
import { overlayComments } from '../../renderer/features/comments/comment-overlay.ts';
import { overlayProjects } from '../../renderer/features/pending/project-list-overlay.ts';
import { overlayProject } from '../../renderer/features/pending/project-overlay.ts';
import { bandComments } from '../fixtures/renderer/page/comment-sample.ts';
import { ana, ben, person, project, summerEp } from '../fixtures/renderer/page/sample.ts';

export const me = person(ana);
export const at = Date.parse('2026-03-01T10:00:00.000Z');
export const createdAt = new Date(at).toISOString();

/** Something that is shown: what the server sent, how pending operations apply to it, and what an event makes of it. */
export type Surface<Base> = {
  base: Base;
  lay(base: Base, operations: readonly PendingOperation[]): { shown: unknown; badges: readonly string[] };
  hear(base: Base, event: NamedEvent): Base;
};

export const ofProject: Surface<ProjectSnapshot> = {
  base: summerEp(),
  lay: (base, operations) => {
    const { project: shown, badges } = overlayProject(base, operations, me);
    return { shown, badges: [...badges.keys()] };
  },
  hear: applyProjectEvent,
};

/** A project in which the user has a picture. */
export const ofPictured: Surface<ProjectSnapshot> = {
  ...ofProject,
  base: applyProjectEvent(summerEp(), {
    name: 'person:updated',
    payload: { ...me, avatarUrl: `/api/pictures/${'a'.repeat(64)}` },
  }),
};

/** A message that somebody else wrote in the room. */
export const said: RoomMessage = {
  ...{ id: 'said', projectId: 'ep', sender: person(ben), text: 'Softer at 0:03', createdAt },
};

export const ofRoom: Surface<ProjectSnapshot> = {
  ...ofProject,
  base: applyProjectEvent(summerEp(), { name: 'room:message', payload: said }),
};

const whole = summerEp();
const [firstVibe] = whole.vibes;
const [deleted] = firstVibe?.cuts ?? [];
if (!firstVibe || !deleted) throw new Error('The sample has no cut');

/** A cut that was deleted. */
export const deletedCut: Cut = deleted;

/** The project without it, on a computer that knows it. */
export const ofDeleted: Surface<ProjectSnapshot> = {
  ...ofProject,
  base: applyProjectEvent(whole, { name: 'cut:deleted', payload: { cutId: deletedCut.id } }),
  lay: (base, operations) => {
    const known = [{ cut: deletedCut, vibeName: firstVibe.name }];
    const { project: shown, badges } = overlayProject(base, operations, me, known);
    return { shown, badges: [...badges.keys()] };
  },
};

export const ofComments: Surface<readonly Comment[]> = {
  base: bandComments(),
  lay: (base, operations) => {
    const { comments, badges } = overlayComments(base, 'sg3', operations, me);
    return { shown: comments, badges: [...badges.keys()] };
  },
  hear: applyCommentEvent,
};

const listed = ({ vibes: _v, members: _m, epoch: _e, seq: _s, ...rest }: ProjectSnapshot): Project => rest;

export const ofList: Surface<readonly Project[]> = {
  base: [listed(summerEp()), listed(project('live', 'Live 2026', []))],
  lay: (base, operations) => {
    const { projects, badges } = overlayProjects(base, operations, me);
    return { shown: projects, badges: [...badges.keys()] };
  },
  // The list is read again when the log reports that it has changed.
  hear: (base, { name, payload }) => {
    if (name === 'project:left') return base.filter(({ id }) => id !== payload.projectId);
    if (name === 'project:updated')
      return base.map((one) => (one.id === payload.id ? { ...one, ...payload } : one));
    if (name === 'project:joined') return [{ ...newProject, id: payload.projectId }, ...base];
    return base;
  },
};

export const newProject: Project = {
  id: 'new',
  name: 'Winter demos',
  description: null,
  imageUrl: null,
  createdAt,
  memberCount: 1,
  role: 'ADMIN',
};

const conversation: Conversation = {
  id: 'c',
  participants: [me, ben],
  unreadCount: 0,
  lastMessage: null,
  readBy: [],
  canSend: true,
  createdAt,
  seq: 1,
};

export const ofChat: Surface<readonly Message[]> = {
  base: [{ id: 'm1', conversationId: 'c', sender: ben, text: 'hey', createdAt }],
  lay: (base, operations) => {
    const pending = pendingMessages(operations, 'c', me);
    const all = shownMessages(base, pending, conversation, me.id);
    const hasBadge = ({ delivery }: (typeof all)[number]) =>
      delivery !== null && delivery.kind !== 'delivered' && delivery.kind !== 'read';
    // Its delivery is the badge; everything else must be the same before and after.
    return {
      shown: all.map(({ delivery: _, ...message }) => message),
      badges: all.filter(hasBadge).map(({ id }) => id),
    };
  },
  hear: (base, { name, payload }) => (name === 'chat:message' ? [...base, payload] : base),
};
