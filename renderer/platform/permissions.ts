import type { MemberRole } from '../../protocol/wire/member.ts';

/** What only an admin of the project may do. Everything else any member may. */
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
  | 'file.upload'
  | 'file.share'
  | 'file.delete';

/** What a person wrote, its author takes away, or an admin. */
export function mayDeleteText(written: { user: { id: string } }, myId: string, role: MemberRole): boolean {
  return written.user.id === myId || role === 'ADMIN';
}

/** The server decides; this keeps from the screen what it would refuse. */
export function may(role: MemberRole, action: ProjectAction): boolean {
  return role === 'ADMIN' || !adminOnly.has(action);
}
