import type Database from 'better-sqlite3';
import type { ActivityTable } from '../../client/cache/cache.ts';
import type { Activity } from '../../protocol/wire/activity.ts';

export const activityTables = `
  create table activity (
    id text primary key,
    projectId text not null,
    body text not null,
    isDismissed integer not null default 0
  );
  create index activityByProject on activity (projectId, id);
`;

export function createActivityTable(database: Database.Database): ActivityTable {
  const list = database.prepare(
    `select body from activity where isDismissed = 0 and (:projectId is null or projectId = :projectId)
     order by id desc limit :limit`,
  );
  const insert = database.prepare(
    'insert or ignore into activity (id, projectId, body) values (:id, :projectId, :body)',
  );
  const setDismissed = database.prepare(
    'update activity set isDismissed = ? where id = ? and isDismissed <> ?',
  );
  const removeProject = database.prepare('delete from activity where projectId = ?');

  function save(activities: readonly Activity[]): number {
    let added = 0;
    for (const activity of activities) {
      const { id, projectId } = activity;
      added += insert.run({ id, projectId, body: JSON.stringify(activity) }).changes;
    }
    return added;
  }

  function mark(ids: readonly string[], isDismissed: boolean): number {
    const value = isDismissed ? 1 : 0;
    return ids.reduce((changed, id) => changed + setDismissed.run(value, id, value).changes, 0);
  }

  return {
    list: (projectId, limit) =>
      (list.all({ projectId, limit }) as { body: string }[]).map(({ body }) => JSON.parse(body)),
    save: (activities) => {
      save(activities);
    },
    reconcile({ newest, isAll, knownIds }) {
      const listed = new Set(newest.map(({ id }) => id));
      const oldest = isAll ? '' : (newest.at(-1)?.id ?? '');
      const missing = knownIds.filter((id) => id >= oldest && !listed.has(id));
      const changed = save(newest) + mark([...listed], false) + mark(missing, true);
      return changed > 0;
    },
    setDismissed: (ids, isDismissed) => {
      mark(ids, isDismissed);
    },
    removeProject: (projectId) => {
      removeProject.run(projectId);
    },
  };
}
