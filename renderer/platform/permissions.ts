import { mayDo, type Permission, type Rank, rankOf } from '../../commands/roles.ts';
import { isGuest } from '../../common/guest.ts';
import type { Member } from '../../protocol/wire/member.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';

/** The role in a project. One of a later version may only read: the server would refuse the rest. */
export type Role = Member['role'];

/** The actions that screens offer, and the permission that the server asks for; null: everyone in the project may. */
const needed = {
  'project.rename': 'project.update',
  'project.delete': 'project.delete',
  'project.transfer': 'project.transfer',
  'member.invite': 'project.invite',
  'member.remove': 'member.remove',
  'member.setRole': 'member.setRole',
  'vibe.create': 'vibe.create',
  'vibe.rename': 'vibe.update',
  'vibe.delete': 'vibe.delete',
  'vibe.reorder': 'vibe.reorder',
  'cut.open': null,
  'cut.create': 'cut.create',
  'cut.rename': 'cut.update',
  'cut.describe': 'cut.describe',
  'cut.delete': 'cut.delete',
  'cut.move': 'cut.move',
  'cut.merge': 'cut.merge',
  'version.correct': 'file.move',
  'file.upload': 'file.upload',
  'file.note': 'file.update',
  'file.approve': 'file.approve',
  'file.share': 'share.create',
  'project.share': 'share.createOfProject',
  'project.seeShares': 'share.list',
  'file.delete': 'file.delete',
} as const satisfies Record<string, Permission | null>;

export type ProjectAction = keyof typeof needed;

/** A text or link can be deleted by who made it or an admin, and a guest's comment by any member. */
export function mayDeleteText(written: { user: { id: string } }, myId: string, role: Role): boolean {
  const permission = isGuest(written.user) ? 'comment.deleteOfGuests' : 'comment.deleteOfOthers';
  return written.user.id === myId || mayDo(rankOf({ role }), permission);
}

/** The server decides; this hides what it would refuse. Of a role alone nobody can tell who the owner is: see `rankIn`. */
export function may(role: Role, action: ProjectAction): boolean {
  return mayOf(rankOf({ role }), action);
}

export function mayOf(rank: Rank | null, action: ProjectAction): boolean {
  const permission = needed[action];
  return permission === null || mayDo(rank, permission);
}

/** The rank of this person in a project. */
export function rankIn(project: ProjectSnapshot, userId: string): Rank | null {
  const own = project.members.find(({ user }) => user.id === userId);
  return own ? rankOf(own) : null;
}
