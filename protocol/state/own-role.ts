import type { ProjectSnapshot } from '../wire/project.ts';

/** The project with the role that this member has in it: an event that changes a member doesn't know whose copy it is. */
export function withOwnRole(project: ProjectSnapshot, userId: string): ProjectSnapshot {
  const own = project.members.find(({ user }) => user.id === userId);
  return own && own.role !== project.role ? { ...project, role: own.role } : project;
}
