import type { Kysely } from 'kysely';
import { hashProject } from '../../protocol/state/state-hash.ts';
import type { ProjectState } from '../../protocol/wire/sync.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { protocolVersion } from '../../protocol/wire/version.ts';
import { inSnapshot } from '../db/dialect.ts';
import type { Database } from '../db/schema.ts';
import { readRole } from '../entities/member.ts';
import { readSnapshot } from '../entities/project.ts';
import { readEpoch, readHead } from './log.ts';

/** The hash of a project's state for one of its members; undefined for everyone else. */
export type ProjectStates = (userId: string, projectId: string) => Promise<ProjectState | undefined>;

/** Every member asks now and then, and most projects have not changed since. */
export function createProjectStates(db: Kysely<Database>, mostKept = 10_000): ProjectStates {
  /** The last one of each project; those that have not changed for longest come first. */
  const kept = new Map<string, ProjectState>();

  return async (userId, projectId) => {
    const now = await inSnapshot(db, async (tx) => ({
      isMember: (await readRole(tx, projectId, userId)) !== undefined,
      epoch: await readEpoch(tx),
      seq: await readHead(tx, projectTopic(projectId)),
    }));
    if (!now.isMember) return undefined;
    const known = kept.get(projectId);
    if (known?.epoch === now.epoch && known.seq === now.seq) return known;
    const project = await readSnapshot(db, userId, projectId);
    if (!project) return undefined;
    const { epoch, seq } = project;
    const state = { epoch, seq, hash: hashProject(project), protocolVersion };
    kept.delete(projectId);
    kept.set(projectId, state);
    if (kept.size > mostKept) kept.delete(kept.keys().next().value ?? '');
    return state;
  };
}
