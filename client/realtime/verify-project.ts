import { hashProject } from '../../protocol/state/state-hash.ts';
import { projectStateSchema } from '../../protocol/wire/sync.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { protocolVersion } from '../../protocol/wire/version.ts';
import type { Cache } from '../cache/cache.ts';
import type { Log } from '../common/log.ts';
import type { ServerClient } from '../session/server-client.ts';

export type VerifierDependencies = { client: ServerClient; cache: Cache; projectId: string; log: Log };

/** Finds out whether the cache holds another project than the server does at the same place of the log. */
export type ProjectVerifier = {
  /**
   * Asks the server. False too where it can't be told: the server can't be reached, doesn't know the question or speaks
   * another version of the protocol, or one of the two has gone on meanwhile. What still differs after it was read anew
   * is only logged, so that a mistake in the comparison itself doesn't have the project read again for ever.
   */
  isOther(signal: AbortSignal): Promise<boolean>;
  /** The project was read anew: answers whether that was because it was another one. */
  wasRead(): boolean;
};

export function createProjectVerifier({
  client,
  cache,
  projectId,
  log,
}: VerifierDependencies): ProjectVerifier {
  const topic = projectTopic(projectId);
  let found: string | null = null;
  let read: string | null = null;

  return {
    async isOther(signal) {
      const query = new URLSearchParams({ topic });
      const answer = await client.request({
        method: 'GET',
        path: `/api/sync/state?${query}`,
        schema: projectStateSchema,
        signal,
      });
      if (signal.aborted || !answer.ok || answer.data.protocolVersion !== protocolVersion) return false;
      const { epoch, seq, hash } = answer.data;
      const cursor = cache.readCursor(topic);
      const project = cache.readProject(projectId);
      if (!project || cursor?.epoch !== epoch || cursor.seq !== seq) return false;
      const own = hashProject(project);
      if (own === hash) return false;
      const state = `${epoch} ${seq} ${hash}`;
      if (state === read) {
        log.error(
          { projectId, seq, hash, own },
          'A project differs from the server’s, also when it was just read',
        );
        return false;
      }
      log.error({ projectId, seq, hash, own }, 'A project differs from the server’s; reading it anew');
      found = state;
      return true;
    },
    wasRead() {
      if (found === null) return false;
      read = found;
      found = null;
      return true;
    },
  };
}
