import type { Database } from 'better-sqlite3';
import * as z from 'zod';
import {
  type FolderRule,
  folderRuleSchema,
  type Routing,
  routingSchema,
} from '../../../protocol/ipc/binding.ts';
import { idSchema } from '../../../protocol/wire/id.ts';
import { jsonSchema } from './json-schema.ts';

export type BindingRow = {
  id: string;
  folder: string;
  projectId: string;
  routing: Routing;
  stacking: boolean;
  rules: FolderRule[];
  paused: boolean;
  createdAt: number;
  /** The next scan offers unknown files: the folder was just bound, or what was known of its files may be lost. */
  offersExisting: boolean;
};

type Stored = Omit<BindingRow, 'routing' | 'stacking' | 'rules' | 'paused' | 'offersExisting'> & {
  routing: string;
  stacking: number;
  rules: string;
  paused: number;
  offersAnew: number;
};

const rulesSchema = z.array(folderRuleSchema);

const rowSchema = z.object({
  ...{ id: idSchema, projectId: idSchema, folder: z.string().min(1), createdAt: z.number() },
  routing: jsonSchema.pipe(routingSchema),
  // A damaged file of an earlier version has no rules.
  rules: jsonSchema.pipe(rulesSchema).optional(),
});

/** Whether a row read from a damaged file makes sense. */
export const isSoundBinding = (row: unknown): boolean => rowSchema.safeParse(row).success;

export type BindingTable = {
  list(): BindingRow[];
  insert(row: BindingRow): void;
  update(row: BindingRow): void;
  remove(id: string): void;
};

export function createBindingTable(database: Database): BindingTable {
  const list = database.prepare<[], Stored>('select * from binding order by createdAt, id');
  const insert = database.prepare(
    `insert into binding values
       (@id, @folder, @projectId, @routing, @paused, @createdAt, @offersAnew, @stacking, @rules)`,
  );
  const update = database.prepare(
    `update binding set projectId = @projectId, routing = @routing, stacking = @stacking, rules = @rules,
       paused = @paused, offersAnew = @offersAnew where id = @id`,
  );
  const remove = database.prepare('delete from binding where id = ?');
  const store = ({ offersExisting, ...row }: BindingRow): Stored => ({
    ...row,
    routing: JSON.stringify(row.routing),
    stacking: Number(row.stacking),
    rules: JSON.stringify(row.rules),
    paused: Number(row.paused),
    offersAnew: Number(offersExisting),
  });
  return {
    list: () =>
      list.all().map(({ offersAnew, ...row }) => ({
        ...row,
        routing: routingSchema.parse(JSON.parse(row.routing)),
        stacking: row.stacking === 1,
        rules: rulesSchema.parse(JSON.parse(row.rules)),
        paused: row.paused === 1,
        offersExisting: offersAnew === 1,
      })),
    insert: (row) => void insert.run(store(row)),
    update: (row) => void update.run(store(row)),
    remove: (id) => void remove.run(id),
  };
}
