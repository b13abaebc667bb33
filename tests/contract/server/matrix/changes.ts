import type { TestServer } from '../../../helpers/server.ts';

/** Sessions end, and refusals are remembered, so that the repetition of a request gets the same one, and audited. */
const passing = new Set(['session', 'spentRefreshToken', 'operation', 'spentOperation', 'auditEntry']);

/** The number of rows of each table, without events of what is measured at some later moment. */
export function countRows(server: TestServer): string[] {
  return server.withDatabase((sqlite) => {
    const tables = sqlite
      .prepare<[], { name: string }>(
        "select name from sqlite_schema where type = 'table' and sql not like 'create virtual%' order by name",
      )
      .all()
      .filter(({ name }) => !passing.has(name) && !name.startsWith('sqlite_'));
    return tables.map(({ name }) => {
      const done =
        name === 'event' ? "where name not in ('file:measured', 'file:compared', 'file:copied')" : '';
      return `${name} ${sqlite.prepare(`select count(*) from "${name}" ${done}`).pluck().get()}`;
    });
  });
}
