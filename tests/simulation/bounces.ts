import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { UploadTarget } from '../../protocol/wire/upload.ts';
import type { Dispatcher } from '../../server/commands/dispatcher.ts';
import type { Database } from '../../server/db/schema.ts';
import { addUploaded } from '../../server/files/commit-upload.ts';
import { actorNamed, type MemberName } from './band.ts';
import type { ServerMachine } from './server-machine.ts';
import type { World } from './world.ts';

/** An upload whose bytes the server has. */
export type Bounce = {
  id: string;
  member: MemberName;
  name: string;
  target: UploadTarget & { projectId: string };
};

/** Bounces of two songs: versions, an alternate, stems, and a name that could be a title. */
export const bounceNames = [
  ...['Dune v1.wav', 'dune_v2 louder.wav', 'Dune v3.wav', 'Dune rough.wav', 'Dune (instrumental) v2.wav'],
  ...['Dune v1 stem drums.wav', 'Dune_STEM_Bass.wav', 'Sunset v1.wav', 'Sunset v2.wav', 'Take 1.wav'],
];

/** Commits an upload, as the route does after it has verified and kept the bytes. */
export async function commitBounce(
  { db, dispatcher }: { db: Kysely<Database>; dispatcher: Dispatcher },
  { id, member, name, target }: Bounce,
  createdAt: string,
): Promise<void> {
  const sha256 = createHash('sha256').update(id).digest('hex');
  const row = {
    ...{
      id,
      userId: member,
      uploadKey: id,
      projectId: target.projectId,
      name,
      size: 100,
      sha256,
      song: null,
    },
    ...({
      target: JSON.stringify(target),
      onlyIfNew: 0,
      state: 'reserved',
      fileId: null,
      added: null,
    } as const),
    ...{ createdAt, updatedAt: createdAt },
  };
  await db
    .insertInto('upload')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const file = { name, sha256, size: 100, type: 'CUT', mimeType: 'audio/wav', audio: null } as const;
  await dispatcher.execute(actorNamed(member), { id, kind: 'upload.commit' }, (command) =>
    addUploaded(command, row, file),
  );
}

/** Asks for the commit until the server has answered, like an upload queue. */
export function bounceUntilDone(world: World, server: ServerMachine, bounce: Bounce): void {
  const { schedule, chance, tally, trace } = world;
  trace.write(`${bounce.member} bounces ${bounce.name} ${bounce.id}`);
  const attempt = async () => {
    const isDone = (await server.current()?.bounce(bounce)) ?? false;
    if (isDone) tally.bounces += 1;
    else schedule.after(chance.between(500, 4_000), () => void attempt());
  };
  schedule.after(chance.between(0, 3_000), () => void attempt());
}
