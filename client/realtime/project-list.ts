import * as z from 'zod';
import { coalesce } from '../../common/coalesce.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { type Project, projectSchema } from '../../protocol/wire/project.ts';
import type { Cache } from '../cache/cache.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import type { RequestFailureKind, ServerClient } from '../session/server-client.ts';
import { clientText } from '../text.ts';

type Refreshed = Outcome<Project[], RequestFailureKind>;

/** Reads the list of the account's projects from the server into the cache. */
export type ProjectList = {
  /** Coalesced: the answer is never older than the call. Never rejects. */
  refresh(): Promise<Refreshed>;
  /** An event has changed the cached list, so an answer that is on its way may be older. */
  invalidateReads(): void;
  /** The cached list was replaced. */
  onRefreshed(listener: () => void): () => void;
};

export type ProjectListDependencies = { client: ServerClient; cache: Cache; signal: AbortSignal; log: Log };

export function createProjectList({ client, cache, signal, log }: ProjectListDependencies): ProjectList {
  const listeners = createListeners<void>();
  /** Increased by what makes a pending answer outdated. */
  let generation = 0;

  async function read(): Promise<Refreshed> {
    const requested = generation;
    const projects = await client.request({
      method: 'GET',
      path: '/api/projects',
      schema: z.array(projectSchema),
      signal,
    });
    if (!projects.ok || signal.aborted) return projects;
    if (requested !== generation) return read();
    try {
      cache.replaceProjects(projects.data);
      listeners.notify();
      return projects;
    } catch (error) {
      log.error({ error: String(error) }, 'The list of projects could not be stored');
      return { ok: false, kind: 'internal', message: clientText.projectsNotSaved };
    }
  }

  return {
    refresh: coalesce(read),
    invalidateReads() {
      generation += 1;
    },
    onRefreshed: listeners.add,
  };
}
