import type { ServerConfig } from '../../server/config.ts';
import { temporaryFolder } from './disposal.ts';
import { freshPostgresDatabase, sharedPostgres } from './postgres.ts';
import { createProject, registerUser, startServer, type TestServer } from './server.ts';

/** Servers on one database of this test's own, each with a folder of its own. */
export type Band = { databaseUrl: string; nodes: TestServer[] };

type Config = Partial<ServerConfig> | ((folder: string) => Partial<ServerConfig>);

export async function startNodes(count = 2, config: Config = {}): Promise<Band> {
  const databaseUrl = await freshPostgresDatabase(await sharedPostgres());
  const nodes: TestServer[] = [];
  for (let index = 0; index < count; index++) {
    const dataDirectory = await temporaryFolder('bandmate-node');
    const own = typeof config === 'function' ? config(dataDirectory) : config;
    nodes.push(await startServer({ ...own, databaseUrl, dataDirectory, nodeName: `node-${index}` }));
  }
  return { databaseUrl, nodes };
}

/** Ana and Ben share a project; two servers serve them. */
export async function openTwoNodes(config: Partial<ServerConfig> = {}) {
  const { nodes } = await startNodes(2, config);
  const [one, two] = nodes as [TestServer, TestServer];
  const [ana, ben] = [await registerUser(one, { name: 'Ana' }), await registerUser(one, { name: 'Ben' })];
  const projectId = await createProject(ana, [ben]);
  return { one, two, ana, ben, projectId };
}
