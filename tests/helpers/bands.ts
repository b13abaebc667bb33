import type { Kysely } from 'kysely';
import { newId } from '../../common/new-id.ts';
import { chunksOf } from '../../server/db/chunks.ts';
import type { Database } from '../../server/db/schema.ts';
import { hashToken } from '../../server/hash-token.ts';

/** A person with a session of their own, whose token goes into `authorization: Bearer`. */
export type BandMember = { id: string; token: string; projectId: string };

const day = 86_400_000;

/** So many people straight into a database, in projects of `each`. */
export async function fillWithBands(
  db: Kysely<Database>,
  { people, each }: { people: number; each: number },
): Promise<BandMember[]> {
  const at = new Date().toISOString();
  const later = new Date(Date.now() + day).toISOString();
  const projects = Array.from({ length: Math.ceil(people / each) }, () => newId());
  const members = Array.from({ length: people }, (_, index) => {
    const [id, token] = [newId(), `${newId()}${newId()}`];
    const projectId = projects[Math.floor(index / each)] as string;
    const name = `Member ${index}`;
    return {
      member: { id, token, projectId },
      user: {
        id,
        name,
        email: `member${index}@bench.example`,
        emailVerified: 1,
        role: 'MEMBER' as const,
        createdAt: at,
        updatedAt: at,
      },
      session: {
        ...{ id: newId(), userId: id, tokenHash: hashToken(token), userAgent: 'bench', remembered: 1 },
        ...{ createdAt: at, updatedAt: at, lastUsedAt: at, expiresAt: later, endsAt: later },
      },
      membership: { projectId, userId: id, role: 'MEMBER' as const, joinedAt: at },
    };
  });
  for (const chunk of chunksOf(members)) {
    await db
      .insertInto('user')
      .values(chunk.map(({ user }) => user))
      .execute();
    await db
      .insertInto('session')
      .values(chunk.map(({ session }) => session))
      .execute();
  }
  const founded = projects.map((id, index) => ({
    ...{ id, name: 'Band', createdAt: at, createdBy: members[index * each]?.member.id as string },
  }));
  for (const chunk of chunksOf(founded)) await db.insertInto('project').values(chunk).execute();
  for (const chunk of chunksOf(members)) {
    await db
      .insertInto('member')
      .values(chunk.map(({ membership }) => membership))
      .execute();
  }
  return members.map(({ member }) => member);
}
