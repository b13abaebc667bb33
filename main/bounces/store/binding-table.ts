import type { Database } from 'better-sqlite3';
import { type Routing, routingSchema } from '../../../protocol/ipc/binding.ts';

export type BindingRow = {
  id: string;
  folder: string;
  projectId: string;
  routing: Routing;
  paused: boolean;
  createdAt: number;
};

type Stored = Omit<BindingRow, 'routing' | 'paused'> & { routing: string; paused: number };

export type BindingTable = {
  list(): BindingRow[];
  insert(row: BindingRow): void;
  update(row: BindingRow): void;
  remove(id: string): void;
};

export function createBindingTable(database: Database): BindingTable {
  const list = database.prepare<[], Stored>('select * from binding order by createdAt, id');
  const insert = database.prepare(
    'insert into binding values (@id, @folder, @projectId, @routing, @paused, @createdAt)',
  );
  const update = database.prepare('update binding set routing = @routing, paused = @paused where id = @id');
  const remove = database.prepare('delete from binding where id = ?');
  const store = (row: BindingRow): Stored => ({
    ...row,
    routing: JSON.stringify(row.routing),
    paused: Number(row.paused),
  });
  return {
    list: () =>
      list.all().map((row) => ({
        ...row,
        routing: routingSchema.parse(JSON.parse(row.routing)),
        paused: row.paused === 1,
      })),
    insert: (row) => void insert.run(store(row)),
    update: (row) => void update.run(store(row)),
    remove: (id) => void remove.run(id),
  };
}
