import type { LogEntry } from '../../client/realtime/topic-state.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { Project, ProjectSnapshot } from '../../protocol/wire/project.ts';

export const at = '2026-01-01T00:00:00.000Z';
export const ana = { id: 'ana', name: 'Ana', avatarUrl: null };
export const listed: Project = {
  id: 'p',
  name: 'Summer EP',
  description: null,
  imageUrl: null,
  createdAt: at,
  memberCount: 1,
  role: 'ADMIN',
};
export const vibe = { id: 'v', name: 'Groove', projectId: 'p', imageUrl: null, order: 0, createdAt: at };
/** The project that tests of the cache hold: one vibe, nobody in it. */
export const snapshot: ProjectSnapshot = {
  ...listed,
  epoch: 'e',
  seq: 3,
  members: [],
  vibes: [{ ...vibe, cuts: [] }],
};

/** A cut of the vibe, without files. */
export function cut(id: string): Cut {
  return {
    id,
    name: id,
    vibeId: 'v',
    projectId: 'p',
    order: 0,
    createdAt: at,
    createdBy: ana,
    files: [],
    commentCount: 0,
  };
}

/** An entry of the log. */
export function entry(seq: number, name: string, payload: unknown): LogEntry {
  return { seq, name, payload, at };
}
