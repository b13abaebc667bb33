import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import {
  applyCommentEvent,
  cutOfCommentEvent,
  cutOfMovedComments,
} from '../../../protocol/state/comment-list.ts';
import { applyNotificationEvent } from '../../../protocol/state/notification-list.ts';
import { applyProjectEvent } from '../../../protocol/state/project-state.ts';
import { type Comment, commentSchema } from '../../../protocol/wire/comment.ts';
import type { NamedEvent } from '../../../protocol/wire/event.ts';
import { type Notification, notificationSchema } from '../../../protocol/wire/notification.ts';
import { projectSnapshotSchema } from '../../../protocol/wire/project.ts';
import { projectTopic, userTopic } from '../../../protocol/wire/topic.ts';
import { ofTopic, settled } from '../../helpers/hearing.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  type SeenEvent,
  startServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, upload } from '../../helpers/uploads.ts';

const kinds = [
  'comment',
  'comment',
  'comment',
  'reply',
  'reply',
  'reword',
  'move in time',
  'delete comment',
  'delete reply',
  'delete file',
  'move file',
  'merge cut',
  'split cut',
  'create cut',
  'move cut',
  'delete cut',
  'read one',
  'read all',
] as const;

/** A person's next action; numbers choose among what exists at that moment. */
type Step = { by: 0 | 1; what: (typeof kinds)[number]; which: number; other: number };
const step: fc.Arbitrary<Step> = fc.record({
  by: fc.constantFrom(0, 1),
  what: fc.constantFrom(...kinds),
  which: fc.nat(1000),
  other: fc.nat(1000),
});

/** Remembers all ids ever made, so that commands also name things deleted long ago. */
type World = {
  projectId: string;
  vibes: string[];
  cuts: string[];
  files: string[];
  comments: string[];
  replies: string[];
};

async function take({ what, which, other }: Step, user: TestUser, world: World): Promise<void> {
  const pick = (ids: string[], index = which) => ids[index % ids.length] ?? 'none';
  const run = (kind: string, payload: object) => user.tryCommand(kind, payload);
  const make = (ids: string[]) => {
    const id = newId();
    ids.push(id);
    return id;
  };
  const { vibes, cuts, files, comments, replies } = world;
  const text = `${what} ${which}`;
  switch (what) {
    case 'comment': {
      const cutId = pick(cuts);
      const fileId = other % 2 ? pick(files, other) : null;
      await run('comment.create', { id: make(comments), cutId, text, timestamp: other % 7, fileId });
      return;
    }
    case 'reply':
      await run('reply.create', { id: make(replies), commentId: pick(comments), text });
      return;
    case 'reword':
      await run('comment.update', { id: pick(comments), text });
      return;
    case 'move in time':
      await run('comment.update', { id: pick(comments), timestamp: other % 7 });
      return;
    case 'delete comment':
      await run('comment.delete', { id: pick(comments) });
      return;
    case 'delete reply':
      await run('reply.delete', { id: pick(replies) });
      return;
    case 'delete file':
      await run('file.delete', { id: pick(files) });
      return;
    case 'move file':
      await run('file.move', { id: pick(files), targetCutId: pick(cuts, other) });
      return;
    case 'merge cut':
      await run('cut.merge', { id: pick(cuts), targetCutId: pick(cuts, other) });
      return;
    case 'split cut': {
      // Half of them undo a merge, if the ids happen to fit.
      const id = other % 2 ? pick(cuts, other) : make(cuts);
      const parts = { fileIds: files.slice(0, 1 + (other % 2)), commentIds: comments.slice(0, 3) };
      await run('cut.split', { id, cutId: pick(cuts), name: text, ...parts });
      return;
    }
    case 'create cut':
      await run('cut.create', { id: make(cuts), vibeId: pick(vibes), name: text });
      return;
    case 'move cut':
      await run('cut.move', { id: pick(cuts), targetVibeId: pick(vibes, other) });
      return;
    case 'delete cut':
      await run('cut.delete', { id: pick(cuts) });
      return;
    case 'read one': {
      const told = await readNotifications(user);
      await run('notification.read', { id: pick(told.map(({ id }) => id)) });
      return;
    }
    case 'read all': {
      const told = await readNotifications(user);
      const upTo = told[other % Math.max(1, told.length)]?.id;
      await run('notification.readAll', upTo ? { upTo } : {});
      return;
    }
    default:
      what satisfies never;
  }
}

/** The comments of a cut; none if it was deleted. */
async function readComments(user: TestUser, cutId: string): Promise<Comment[]> {
  const { status, body } = await user.request('GET', `/api/cuts/${cutId}/comments`);
  return status === 404 ? [] : body.map((comment: unknown) => commentSchema.parse(comment));
}

async function readNotifications(user: TestUser): Promise<Notification[]> {
  const { body } = await user.request('GET', '/api/notifications?limit=200');
  return body.map((one: unknown) => notificationSchema.parse(one));
}

const eventsOf = (seen: SeenEvent[]) => seen.map(({ name, payload }) => ({ name, payload }) as NamedEvent);

test('a client that reads comments and notifications at any moment, and follows the events, ends with the server’s state', {
  timeout: 120_000,
}, async () => {
  const server = await startServer();
  const [admin, member] = (await Promise.all(
    ['Ada', 'Bo'].map((name) => registerUser(server, { name })),
  )) as [TestUser, TestUser];
  let comparedComments = 0;
  let comparedNotifications = 0;

  const property = fc.asyncProperty(
    fc.array(step, { minLength: 10, maxLength: 50 }),
    fc.constantFrom('websocket' as const, 'polling' as const),
    async (steps, transport) => {
      const projectId = await createProject(admin, [member]);
      const world: World = { projectId, vibes: [], cuts: [], files: [], comments: [], replies: [] };
      for (const name of ['One', 'Two']) {
        const { id: vibeId } = await admin.command('vibe.create', { id: newId(), projectId, name });
        const { id: cutId } = await member.command('cut.create', { id: newId(), vibeId, name });
        const target = { kind: 'cut', cutId } as const;
        const { file } = await upload({ server, user: member }, makeWave(), target);
        world.vibes.push(vibeId);
        world.cuts.push(cutId);
        world.files.push(file.id);
      }
      const readProject = async () =>
        projectSnapshotSchema.parse((await member.request('GET', `/api/projects/${projectId}`)).body);
      // Measured at some moment after their upload, which would be another one for the snapshot.
      await until(async () => {
        const { vibes } = await readProject();
        return vibes.every(({ cuts }) => cuts.every(({ files }) => files.every((file) => file.loudness)));
      });
      const socket = await connectSocket(server, member, { transports: [transport] });
      const seen = collectEvents(socket);
      expect(await joinProject(socket, projectId)).toMatchObject({ ok: true });
      let project = await readProject();

      const reads: { cutId: string; heard: number; comments: Comment[] }[] = [];
      const told: { heard: number; notifications: Notification[] }[] = [];
      const look = async () => {
        for (const cutId of world.cuts.slice(0, 3)) {
          const heard = seen.length;
          reads.push({ cutId, heard, comments: await readComments(member, cutId) });
        }
        const heard = seen.length;
        told.push({ heard, notifications: await readNotifications(member) });
      };
      // Both people act at the same time, while a third client reads.
      await Promise.all([
        ...[admin, member].map(async (user, by) => {
          for (const one of steps.filter((candidate) => candidate.by === by)) await take(one, user, world);
        }),
        (async () => {
          for (let times = 0; times < 4; times += 1) await look();
        })(),
      ]);
      await settled(socket);
      socket.disconnect();

      for (const { position, ...event } of seen) {
        if (position?.topic !== projectTopic(projectId) || position.seq <= project.seq) continue;
        project = { ...applyProjectEvent(project, event as NamedEvent), seq: position.seq };
      }
      expect(project).toEqual(await readProject());

      const held = new Map<string, Comment[]>();
      for (const cutId of world.cuts) held.set(cutId, await readComments(member, cutId));
      const merged = new Set(
        eventsOf(seen).flatMap(({ name, payload }) => (name === 'cut:merged' ? payload.cutId : [])),
      );
      for (const { cutId, heard, comments } of reads) {
        // A client reads a list again that gets comments of another cut, and knows a merged cut by the other one.
        const isReadAgain = eventsOf(seen.slice(heard)).some((one) => cutOfMovedComments(one) === cutId);
        if (isReadAgain || merged.has(cutId)) continue;
        const events = eventsOf(seen.slice(heard)).filter((event) => cutOfCommentEvent(event) === cutId);
        const followed = events.reduce<readonly Comment[]>(applyCommentEvent, comments);
        expect(followed).toEqual(held.get(cutId));
        comparedComments += followed.length;
      }
      // When newer ones are deleted, older ones of earlier runs move up into the page.
      const ofProject = (list: readonly Notification[]) =>
        list.filter(({ link }) => link.projectId === projectId);
      const fresh = ofProject(await readNotifications(member));
      for (const { heard, notifications } of told) {
        const events = eventsOf(ofTopic(seen.slice(heard), userTopic(member.account.id)));
        const followed = events.reduce<readonly Notification[]>(applyNotificationEvent, notifications);
        expect(ofProject(followed)).toEqual(fresh);
        comparedNotifications += fresh.length;
      }
    },
  );
  await fc.assert(property, { numRuns: 15, endOnFailure: true });
  // Not everything was empty.
  expect(comparedComments).toBeGreaterThan(20);
  expect(comparedNotifications).toBeGreaterThan(20);
});
