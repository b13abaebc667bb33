import { hashProject } from '../../protocol/state/state-hash.ts';
import { projectStateSchema } from '../../protocol/wire/sync.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { protocolVersion } from '../../protocol/wire/version.ts';
import type { Cache } from '../cache/cache.ts';
import type { Log } from '../common/log.ts';
import type { ServerClient } from '../session/server-client.ts';

export type VerifierDependencies = { client: ServerClient; cache: Cache; projectId: string; log: Log };

/** Finds out whether the cached project differs from the server's at the same position of the log. */
export type ProjectVerifier = {
  /**
   * Asks the server. Also false if it can't be determined: the server can't be reached, doesn't know the route or speaks
   * another version of the protocol, or one side is ahead of the other. A difference that remains after a repair is only
   * logged, so that a bug in the comparison itself doesn't reload the project forever.
   */
  isDifferent(signal: AbortSignal): Promise<boolean>;
  /** The project was loaded again. Returns whether that was because it differed. */
  completeRepair(): boolean;
};

export function createProjectVerifier({
  client,
  cache,
  projectId,
  log,
}: VerifierDependencies): ProjectVerifier {
  const topic = projectTopic(projectId);
  let found: string | null = null;
  let repaired: string | null = null;

  return {
    async isDifferent(signal) {
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
      if (state === repaired) {
        log.error(
          { projectId, seq, hash, own },
          'A project differs from the server’s even after it was loaded again',
        );
        return false;
      }
      log.error({ projectId, seq, hash, own }, 'A project differs from the server’s; loading it again');
      found = state;
      return true;
    },
    completeRepair() {
      if (found === null) return false;
      repaired = found;
      found = null;
      return true;
    },
  };
}
