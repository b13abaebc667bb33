import type { DeletedItem } from '../../protocol/wire/deleted.ts';
import type { Actor } from '../commands/handler.ts';
import type { ServerContext } from '../context.ts';
import { expiryOf } from './list-deleted-cuts.ts';

/** Everything that this person can restore: projects that they own, and what was in projects that they are an admin of. */
export async function listDeleted(
  { reads: db, config }: ServerContext,
  actor: Actor,
): Promise<DeletedItem[]> {
  const administered = db
    .selectFrom('member')
    .innerJoin('project', 'project.id', 'member.projectId')
    .select(['project.id', 'project.name'])
    .where('member.userId', '=', actor.id)
    .where('member.role', '=', 'ADMIN');
  const names = new Map((await administered.execute()).map(({ id, name }) => [id, name]));
  const projectIds = [...names.keys()];
  const [projects, vibes, cuts, files] = await Promise.all([
    db
      .selectFrom('deletedProject')
      .innerJoin('project', 'project.id', 'deletedProject.id')
      .innerJoin('user', 'user.id', 'deletedProject.deletedBy')
      .select(['project.id', 'project.name', 'deletedAt', 'deletedBy', 'user.name as byName', 'user.image'])
      .where('ownerId', '=', actor.id)
      .execute(),
    db
      .selectFrom('deletedVibe')
      .innerJoin('user', 'user.id', 'deletedVibe.deletedBy')
      .select(['deletedVibe.id', 'deletedVibe.name', 'projectId', 'deletedAt', 'deletedBy'])
      .select(['user.name as byName', 'user.image'])
      .where('projectId', 'in', projectIds)
      // Nobody looks for a group that held nothing: it is kept for the undo alone.
      .where('wasEmptied', '=', 0)
      .execute(),
    db
      .selectFrom('deletedCut')
      .innerJoin('user', 'user.id', 'deletedCut.deletedBy')
      .select(['deletedCut.id', 'projectId', 'vibeId', 'vibeName', 'cut', 'deletedAt', 'deletedBy'])
      .select(['user.name as byName', 'user.image'])
      .where('projectId', 'in', projectIds)
      .execute(),
    db
      .selectFrom('deletedFile')
      .innerJoin('user', 'user.id', 'deletedFile.deletedBy')
      .select(['deletedFile.id', 'deletedFile.name', 'projectId', 'cutName', 'deletedAt', 'deletedBy'])
      .select(['user.name as byName', 'user.image'])
      .where('projectId', 'in', projectIds)
      .execute(),
  ]);
  const byWhom = (row: { deletedAt: string; deletedBy: string; byName: string; image: string | null }) => ({
    deletedAt: row.deletedAt,
    deletedBy: { id: row.deletedBy, name: row.byName, avatarUrl: row.image },
    expiresAt: expiryOf(row.deletedAt, config),
  });
  const inProject = ({ projectId }: { projectId: string }) => ({
    projectId,
    projectName: names.get(projectId) ?? '',
  });
  const withVibe = (vibe: { id: string; deletedAt: string }) =>
    cuts.filter(({ vibeId, deletedAt }) => vibeId === vibe.id && deletedAt === vibe.deletedAt);
  const covered = new Set(vibes.flatMap(withVibe));
  const items: DeletedItem[] = [
    ...projects.map((row) => ({
      ...{ kind: 'project' as const, id: row.id, name: row.name, projectId: row.id, projectName: row.name },
      ...byWhom(row),
    })),
    ...vibes.map((row) => ({
      ...{ kind: 'vibe' as const, id: row.id, name: row.name, cutCount: withVibe(row).length },
      ...{ ...inProject(row), ...byWhom(row) },
    })),
    ...cuts
      .filter((row) => !covered.has(row))
      .map((row) => {
        const cut = JSON.parse(row.cut);
        const what = { kind: 'cut' as const, id: row.id, name: String(cut.name), within: row.vibeName, cut };
        return { ...what, ...inProject(row), ...byWhom(row) };
      }),
    ...files.map((row) => ({
      ...{ kind: 'file' as const, id: row.id, name: row.name, within: row.cutName },
      ...{ ...inProject(row), ...byWhom(row) },
    })),
  ];
  return items.sort((one, other) => (one.deletedAt < other.deletedAt ? 1 : -1));
}
