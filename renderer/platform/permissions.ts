import type { Member } from '../../protocol/wire/member.ts';

/** A role of a later version may do what needs no role: the server would refuse the rest. */
export type Role = Member['role'];

/** Actions that only an admin of the project may take. Members may do everything else. */
const adminOnly = new Set<ProjectAction>([
  'project.rename',
  'project.delete',
  'member.invite',
  'member.remove',
  'vibe.delete',
  'cut.delete',
  'file.delete',
]);

export type ProjectAction =
  | 'project.rename'
  | 'project.delete'
  | 'member.invite'
  | 'member.remove'
  | 'vibe.create'
  | 'vibe.rename'
  | 'vibe.delete'
  | 'vibe.reorder'
  | 'cut.open'
  | 'cut.create'
  | 'cut.rename'
  | 'cut.delete'
  | 'cut.move'
  | 'cut.merge'
  | 'version.correct'
  | 'file.upload'
  | 'file.share'
  | 'file.delete';

/** A text can be deleted by its author or an admin. */
export function mayDeleteText(written: { user: { id: string } }, myId: string, role: Role): boolean {
  return written.user.id === myId || role === 'ADMIN';
}

/** The server decides; this hides what it would refuse. */
export function may(role: Role, action: ProjectAction): boolean {
  if (role === 'ADMIN') return true;
  return role === 'MEMBER' ? !adminOnly.has(action) : action === 'cut.open';
}
