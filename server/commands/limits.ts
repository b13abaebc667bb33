import type { Kysely } from 'kysely';
import type { Failure } from '../../protocol/wire/error.ts';
import { prepared } from '../db/prepared.ts';
import type { Database } from '../db/schema.ts';
import { failure } from '../failure.ts';

type Limit = {
  table: 'member' | 'vibe' | 'cut' | 'file' | 'comment' | 'reply' | 'share' | 'guest' | 'block';
  of: 'userId' | 'projectId' | 'cutId' | 'commentId' | 'fileId' | 'shareId';
  most: number;
  message: string;
};

/** The most that one thing holds, far beyond any band's use: so no answer that lists it grows without bound. */
export const limits = {
  projectsOfPerson: {
    ...{ table: 'member', of: 'userId', most: 2_000 },
    message: 'You can be in at most 2,000 projects.',
  },
  membersOfProject: {
    ...{ table: 'member', of: 'projectId', most: 2_500 },
    message: 'A project can have at most 2,500 members.',
  },
  vibesOfProject: {
    ...{ table: 'vibe', of: 'projectId', most: 5_000 },
    message: 'A project can have at most 5,000 songs.',
  },
  cutsOfProject: {
    ...{ table: 'cut', of: 'projectId', most: 10_000 },
    message: 'A project can have at most 10,000 songs.',
  },
  filesOfProject: {
    ...{ table: 'file', of: 'projectId', most: 50_000 },
    message: 'A project can have at most 50,000 files.',
  },
  commentsOfCut: {
    ...{ table: 'comment', of: 'cutId', most: 5_000 },
    message: 'A song can have at most 5,000 comments.',
  },
  repliesOfComment: {
    ...{ table: 'reply', of: 'commentId', most: 500 },
    message: 'A comment can have at most 500 replies.',
  },
  sharesOfFile: {
    ...{ table: 'share', of: 'fileId', most: 100 },
    message: 'A file can have at most 100 share links. Revoke some of them.',
  },
  sharesOfProject: {
    ...{ table: 'share', of: 'projectId', most: 1_000 },
    message: 'A project can have at most 1,000 share links. Revoke some of them.',
  },
  guestsOfShare: {
    ...{ table: 'guest', of: 'shareId', most: 200 },
    message: 'Too many people have commented by this link.',
  },
  blocksOfPerson: {
    ...{ table: 'block', of: 'userId', most: 1_000 },
    message: 'You can block at most 1,000 people.',
  },
} as const satisfies Record<string, Limit>;

/** Refuses one more if there are as many as there may be. Null = there is room. */
export async function refuseIfFull(
  tx: Kysely<Database>,
  kind: keyof typeof limits,
  id: string,
): Promise<Failure | null> {
  const { most, message } = limits[kind];
  const [row] = (await counts[kind](tx, { id })).rows;
  return (row?.count ?? 0) >= most ? failure('too-large', message) : null;
}

const countOf = ({ table, of }: Limit) =>
  prepared((db, { id }: { id: string }) =>
    db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where(of as never, '=', id as never),
  );

const counts = Object.fromEntries(
  Object.entries(limits).map(([kind, limit]) => [kind, countOf(limit)]),
) as Record<keyof typeof limits, ReturnType<typeof countOf>>;
