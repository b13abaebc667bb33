import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../../common/new-id.ts';
import { type ProjectSnapshot, projectSnapshotSchema } from '../../../protocol/wire/project.ts';
import type { ServerConfig } from '../../../server/config.ts';
import { createProject, registerUser, startServer, type TestUser } from '../../helpers/server.ts';

/** A project with two vibes and four cuts, and how its admin sees it before anything happens. */
export type BandProject = { id: string; vibeIds: string[]; cutIds: string[]; snapshot: ProjectSnapshot };

/** The people at the three clients. */
export type Cast = [TestUser, TestUser, TestUser];

/** A server's folder with a band in it, made once and copied for each stage. */
export type BandTemplate = {
  /** The first two are admins of all projects, the third is a member. */
  people: Cast;
  /** A member of all projects, without a client. */
  guest: TestUser;
  /** Members of all projects who come and go. */
  visitors: TestUser[];
  projects: BandProject[];
  conversations: { id: string; participants: TestUser[] }[];
  copyTo(dataDirectory: string): Promise<void>;
};

/** Lives as long as the test that asks for it. With a `databaseUrl` in `config` the band is in that database. */
export async function makeBandTemplate(
  projectCount = 10,
  config: Partial<ServerConfig> = {},
  visitorCount = 0,
): Promise<BandTemplate> {
  const server = await startServer(config);
  const people: Cast = [
    await registerUser(server, { name: 'Ana' }),
    await registerUser(server, { name: 'Bo' }),
    await registerUser(server, { name: 'Cy' }),
  ];
  const guest = await registerUser(server, { name: 'Dan' });
  const visitors: TestUser[] = [];
  for (let count = 1; count <= visitorCount; count++)
    visitors.push(await registerUser(server, { name: `Visitor ${count}` }));
  const [ana, bo, cy] = people;
  const projects: BandProject[] = [];
  for (let count = 0; count < projectCount; count++)
    projects.push(await makeProject(people, [guest, ...visitors]));
  const first = await ana.command('conversation.open', { userId: bo.account.id });
  const second = await bo.command('conversation.open', { userId: cy.account.id });
  await server.stop();
  return {
    ...{ people, guest, visitors, projects },
    conversations: [
      { id: first.id, participants: [ana, bo] },
      { id: second.id, participants: [bo, cy] },
    ],
    async copyTo(dataDirectory) {
      for (const file of ['bandmate.sqlite', 'secret']) {
        await cp(join(server.dataDirectory, file), join(dataDirectory, file));
      }
    },
  };
}

async function makeProject([ana, bo, cy]: Cast, others: TestUser[]): Promise<BandProject> {
  const id = await createProject(ana, [cy, ...others]);
  const invitation = { id: newId(), projectId: id, email: bo.email, role: 'ADMIN' } as const;
  const { token } = await ana.command('project.invite', invitation);
  await bo.command('invitation.accept', { token });
  const vibeIds = [newId(), newId()];
  const cutIds = [newId(), newId(), newId(), newId()];
  for (const vibeId of vibeIds) {
    await ana.command('vibe.create', { id: vibeId, projectId: id, name: 'Song' });
  }
  for (const [index, cutId] of cutIds.entries()) {
    await ana.command('cut.create', { id: cutId, vibeId: vibeIds[index % 2] as string, name: 'Mix' });
  }
  const { body } = await ana.request('GET', `/api/projects/${id}`);
  return { id, vibeIds, cutIds, snapshot: projectSnapshotSchema.parse(body) };
}
