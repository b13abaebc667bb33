import * as z from 'zod';
import { coalesce } from '../../common/coalesce.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { type Project, projectSchema } from '../../protocol/wire/project.ts';
import type { Cache } from '../cache/cache.ts';
import type { Log } from '../common/log.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';

type Refreshed = Outcome<Project[], RequestFailureKind>;

/** The list of the account's projects, read anew from the server into the cache. */
export type ProjectList = {
  /** One read at a time. Who asks during one gets the next, which began after they asked. Never rejects. */
  refresh(): Promise<Refreshed>;
  /** The list in the cache is another one by what an event said: an answer that is on its way may be older. */
  overtaken(): void;
};

export type ProjectListDependencies = {
  client: ServerClient;
  cache: Cache;
  signal: AbortSignal;
  log: Log;
  changed(): void;
};

export function createProjectList(dependencies: ProjectListDependencies): ProjectList {
  const { client, cache, signal, log, changed } = dependencies;

  /** Raised by what overtakes an answer. */
  let life = 0;

  async function read(): Promise<Refreshed> {
    const asked = life;
    const projects = await client.request({
      method: 'GET',
      path: '/api/projects',
      schema: z.array(projectSchema),
      signal,
    });
    if (!projects.ok || signal.aborted) return projects;
    if (asked !== life) return read();
    try {
      cache.replaceProjects(projects.data);
      changed();
      return projects;
    } catch (error) {
      log.error({ error: String(error) }, 'The list of projects could not be kept');
      return { ok: false, kind: 'internal', message: 'This machine could not store the list of projects.' };
    }
  }

  return {
    refresh: coalesce(read),
    overtaken() {
      life += 1;
    },
  };
}
