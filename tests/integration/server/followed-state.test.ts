import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { applyProjectEvent } from '../../../protocol/state/project-state.ts';
import { hashProject } from '../../../protocol/state/state-hash.ts';
import { isLoggedEventName, type NamedEvent } from '../../../protocol/wire/event.ts';
import { projectSnapshotSchema } from '../../../protocol/wire/project.ts';
import { protocolVersion } from '../../../protocol/wire/version.ts';
import { settled } from '../../helpers/hearing.ts';
import {
  addMember,
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  startServer,
  type TestUser,
} from '../../helpers/server.ts';

/** A person's next action; numbers choose among what exists at that moment. */
type Step = { by: 0 | 1; what: (typeof kinds)[number]; which: number; other: number };
const kinds = [
  'create vibe',
  'create vibe',
  'rename vibe',
  'delete vibe',
  'reorder vibes',
  'create cut',
  'create cut',
  'create cut',
  'rename cut',
  'move cut',
  'move cut',
  'delete cut',
  'rename project',
  'invite third',
  'remove third',
] as const;

const step: fc.Arbitrary<Step> = fc.record({
  by: fc.constantFrom(0, 1),
  what: fc.constantFrom(...kinds),
  which: fc.nat(1000),
  other: fc.nat(1000),
});

/** Remembers all ids ever made, so that commands also name things deleted long ago. */
type World = { projectId: string; vibes: string[]; cuts: string[]; admin: TestUser; third: TestUser };

async function take({ what, which, other, by }: Step, user: TestUser, world: World): Promise<void> {
  const { projectId, vibes, cuts, admin, third } = world;
  const pick = (ids: string[], index: number) => ids[index % ids.length] ?? 'none';
  const name = `${what} ${which}`;
  const run = (kind: string, payload: object) => user.tryCommand(kind, payload);
  switch (what) {
    case 'create vibe': {
      const id = newId();
      vibes.push(id);
      await run('vibe.create', { id, projectId, name });
      return;
    }
    case 'create cut': {
      const id = newId();
      cuts.push(id);
      await run('cut.create', { id, vibeId: pick(vibes, which), name });
      return;
    }
    case 'rename vibe':
      await run('vibe.update', { id: pick(vibes, which), name });
      return;
    case 'delete vibe':
      await run('vibe.delete', { id: pick(vibes, which) });
      return;
    case 'reorder vibes': {
      const { body } = await user.request('GET', `/api/projects/${projectId}`);
      const ids: string[] = body.vibes.map(({ id }: { id: string }) => id);
      if (ids.length > 0) {
        const turn = which % ids.length;
        await run('vibe.reorder', { projectId, vibeIds: [...ids.slice(turn), ...ids.slice(0, turn)] });
      }
      return;
    }
    case 'rename cut':
      await run('cut.update', { id: pick(cuts, which), name });
      return;
    case 'move cut':
      await run('cut.move', { id: pick(cuts, which), targetVibeId: pick(vibes, other) });
      return;
    case 'delete cut':
      await run('cut.delete', { id: pick(cuts, which) });
      return;
    case 'rename project':
      await run('project.update', { id: projectId, name, description: other % 2 ? name : null });
      return;
    case 'invite third':
      // Refused if the third person is already a member, like any of these steps.
      if (by === 0) await addMember(admin, third, projectId).catch(() => {});
      return;
    case 'remove third':
      await run('member.remove', { projectId, userId: third.account.id });
      return;
    default:
      what satisfies never;
  }
}

test('a client that follows the events ends with the server’s project', {
  timeout: 120_000,
}, async () => {
  const server = await startServer();
  const [admin, member, third] = (await Promise.all(
    ['Ada', 'Bo', 'Cy'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser, TestUser];

  const property = fc.asyncProperty(
    fc.array(step, { minLength: 5, maxLength: 40 }),
    fc.constantFrom('websocket' as const, 'polling' as const),
    async (steps, transport) => {
      const projectId = await createProject(admin, [member]);
      const world: World = { projectId, vibes: [], cuts: [], admin, third };
      for (const what of ['create vibe', 'create vibe', 'create cut', 'create cut', 'create cut'] as const) {
        await take({ by: 0, what, which: world.cuts.length, other: 0 }, admin, world);
      }
      const socket = await connectSocket(server, member, { transports: [transport] });
      const seen = collectEvents(socket);
      const joined = await joinProject(socket, projectId);
      const read = async () =>
        projectSnapshotSchema.parse((await member.request('GET', `/api/projects/${projectId}`)).body);
      let followed = await read();
      expect(joined).toMatchObject({ ok: true });

      // Both people act at the same time, each in their own order.
      await Promise.all(
        [admin, member].map(async (user, by) => {
          for (const one of steps.filter((candidate) => candidate.by === by)) await take(one, user, world);
        }),
      );
      await settled(socket);
      socket.disconnect();

      for (const { name, payload, position } of seen) {
        if (position?.topic !== `project:${projectId}` || position.seq <= followed.seq) continue;
        expect(position.seq).toBe(followed.seq + 1);
        if (!isLoggedEventName(name)) throw new Error(`Unknown event ${name}`);
        followed = { ...applyProjectEvent(followed, { name, payload } as NamedEvent), seq: position.seq };
      }
      expect(followed).toEqual(await read());
      const state = await member.request('GET', `/api/sync/state?topic=project:${projectId}`);
      const { epoch, seq } = followed;
      expect(state.body).toEqual({ epoch, seq, hash: hashProject(followed), protocolVersion });
    },
  );
  await fc.assert(property, { numRuns: 25, endOnFailure: true });
});
