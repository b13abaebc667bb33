import { createHash } from 'node:crypto';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { parseTopic, type Topic } from '../../protocol/wire/topic.ts';
import { readMembers } from '../../server/entities/member.ts';
import { readSnapshot } from '../../server/entities/project.ts';
import { readEpoch } from '../../server/events/log.ts';
import type { ClientLife } from './client-life.ts';
import type { Member } from './member.ts';
import type { ServerMachine } from './server-machine.ts';
import type { World } from './world.ts';

/**
 * The server's state at each position of its log. A client's copy of a project must be exactly the state at its cursor:
 * not a change more, not one less.
 */
export type Truth = {
  /** Reads the server's database; nothing may be in progress. */
  note(): Promise<void>;
  /** Compares the parts of a client's state that changed since the last comparison. */
  compare(member: Member): void;
};

export function createTruth(world: World, server: ServerMachine): Truth {
  /** By epoch, project and `seq`. */
  const known = new Map<string, string>();
  const compared = new WeakMap<ClientLife, { changes: number; projects: Map<string, ProjectSnapshot> }>();
  const noted = { changes: -1, heads: new Map<string, string>() };

  return {
    async note() {
      if (noted.changes === server.changes()) return;
      noted.changes = server.changes();
      const db = server.beside();
      const epoch = await readEpoch(db);
      for (const { topic, seq } of await db.selectFrom('topicHead').selectAll().execute()) {
        const { kind, id } = parseTopic(topic as Topic);
        if (kind !== 'project' || noted.heads.get(topic) === `${epoch} ${seq}`) continue;
        noted.heads.set(topic, `${epoch} ${seq}`);
        const [member] = await readMembers(db, id);
        const snapshot = member && (await readSnapshot(db, member.user.id, id));
        if (snapshot) known.set(placeOf(snapshot), digest(snapshot));
      }
    },
    compare(member) {
      const client = member.current();
      if (!client) return;
      const before = compared.get(client) ?? { changes: -1, projects: new Map<string, ProjectSnapshot>() };
      compared.set(client, before);
      if (before.changes === client.changes()) return;
      before.changes = client.changes();
      for (const { id } of client.account.cache.listProjects()) {
        const project = client.account.cache.readProject(id);
        if (!project || before.projects.get(id) === project) continue;
        before.projects.set(id, project);
        const truth = known.get(placeOf(project));
        if (truth === undefined) continue;
        world.tally.comparisons += 1;
        if (truth !== digest(project)) {
          world.complain(`${member.name} holds another ${placeOf(project)} than the server did`);
        }
      }
    },
  };
}

const placeOf = ({ epoch, id, seq }: ProjectSnapshot) => `${epoch} project:${id} ${seq}`;

/** `role` is each member's own. */
function digest({ role: _role, ...project }: ProjectSnapshot): string {
  return createHash('sha1')
    .update(canonical(project) ?? '')
    .digest('hex');
}

/** JSON with the keys of every object in order. */
export function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
