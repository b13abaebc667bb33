import type { CommandKind } from '../protocol/wire/command.ts';
import type { Member } from '../protocol/wire/member.ts';
import { forWord } from '../protocol/wire/open-enum.ts';

/** The least that somebody must be in a project, least first. An owner is an admin with a flag. */
export const ranks = ['LISTENER', 'MEMBER', 'ADMIN', 'OWNER'] as const;
export type Rank = (typeof ranks)[number];

/**
 * The least rank for everything that can be done in a project; null: the command is about no project, or the person alone. The
 * server enforces it (`server/commands/access.ts`), and the screens offer nothing else (`renderer/platform/permissions.ts`).
 */
export const leastRanks = {
  'project.create': null,
  'project.update': 'ADMIN',
  'project.delete': 'OWNER',
  'project.restore': 'OWNER',
  'project.transfer': 'OWNER',
  'project.invite': 'ADMIN',
  'invitation.accept': null,
  'invitation.list': 'ADMIN',
  'invitation.revoke': 'ADMIN',
  'member.remove': 'ADMIN',
  'member.leave': 'LISTENER',
  'member.setRole': 'ADMIN',
  'vibe.create': 'MEMBER',
  'vibe.update': 'MEMBER',
  'vibe.delete': 'ADMIN',
  /** With `onlyIfEmpty`. */
  'vibe.deleteEmpty': 'MEMBER',
  'vibe.restore': 'ADMIN',
  'vibe.reorder': 'MEMBER',
  'cut.create': 'MEMBER',
  'cut.update': 'MEMBER',
  'cut.describe': 'MEMBER',
  'cut.delete': 'ADMIN',
  'cut.restore': 'ADMIN',
  'cut.move': 'MEMBER',
  'cut.merge': 'MEMBER',
  'cut.split': 'MEMBER',
  'cut.reorder': 'MEMBER',
  /** Reading, hearing and downloading. */
  'file.hear': 'LISTENER',
  'file.upload': 'MEMBER',
  'file.update': 'MEMBER',
  'file.approve': 'MEMBER',
  'file.delete': 'ADMIN',
  'file.restore': 'ADMIN',
  'file.move': 'MEMBER',
  'file.setType': 'MEMBER',
  'share.create': 'MEMBER',
  /** Of a whole project, with all that is added later. */
  'share.createOfProject': 'ADMIN',
  'share.list': 'MEMBER',
  'share.delete': 'LISTENER',
  'share.deleteOfOthers': 'ADMIN',
  'comment.create': 'LISTENER',
  /** Only for its author. */
  'comment.update': 'LISTENER',
  'comment.resolve': 'LISTENER',
  'comment.reopen': 'LISTENER',
  'comment.react': 'LISTENER',
  'comment.delete': 'LISTENER',
  'comment.deleteOfOthers': 'ADMIN',
  'comment.deleteOfGuests': 'MEMBER',
  'reply.create': 'LISTENER',
  'reply.update': 'LISTENER',
  'reply.react': 'LISTENER',
  'reply.delete': 'LISTENER',
  'reply.deleteOfOthers': 'ADMIN',
  'notification.read': null,
  'notification.readAll': null,
  'activity.dismiss': null,
  'activity.undismiss': null,
  'activity.dismissAll': null,
  'conversation.open': null,
  'message.send': null,
  'conversation.read': null,
  'room.send': 'LISTENER',
  'room.react': 'LISTENER',
  'room.read': 'LISTENER',
  'attention.setLevel': 'LISTENER',
  'attention.setMail': 'LISTENER',
  'attention.setQuietHours': null,
  'account.update': null,
} as const satisfies { [Kind in CommandKind]: Rank | null } & Record<string, Rank | null>;

type Ranks = typeof leastRanks;

/** Everything that needs a rank. */
export type Permission = {
  [Action in keyof Ranks]: Ranks[Action] extends null ? never : Action;
}[keyof Ranks];

/** Null: a role of a later version, which may only read here. */
export function rankOf({ role, isOwner }: Pick<Member, 'role' | 'isOwner'>): Rank | null {
  if (role === 'ADMIN') return isOwner ? 'OWNER' : 'ADMIN';
  return forWord({ MEMBER: 'MEMBER', LISTENER: 'LISTENER' } as const, role) ?? null;
}

export function mayDo(rank: Rank | null, permission: Permission): boolean {
  return rank !== null && ranks.indexOf(rank) >= ranks.indexOf(leastRanks[permission]);
}
