import type { Socket } from 'socket.io-client';
import { describe, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { startNodes } from '../../helpers/nodes.ts';
import { hasPostgres } from '../../helpers/postgres.ts';
import { hasS3, startS3 } from '../../helpers/s3.ts';
import {
  addMember,
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { makeWave, newCut, upload } from '../../helpers/uploads.ts';

/** Every event that the server sends, as the specification lists them. */
const specified = [
  ...['file:uploaded', 'comment:created', 'comment:reply', 'cut:created', 'cut:moved', 'cut:deleted'],
  ...['vibe:created', 'activity:new', 'notification:new', 'member:joined'],
  ...['chat:message', 'chat:typing', 'chat:read', 'chat:presence'],
];

/** Causes each of them once at least, for `other`. */
async function causeAll(actor: TestUser, server: TestServer, other: TestUser, elsewhere: TestServer) {
  const newcomer = await registerUser(server, { name: 'Cleo' });
  const projectId = await createProject(actor, [other.on(server)]);
  const hearing = await connectSocket(elsewhere, other);
  const heard = new Set<string>();
  hearing.onAny((name: string) => heard.add(name));
  await joinProject(hearing, projectId);
  const acting: Socket = await connectSocket(server, actor);
  const [sunset, dawn] = [
    await actor.command('vibe.create', { id: newId(), projectId, name: 'Sunset' }),
    await actor.command('vibe.create', { id: newId(), projectId, name: 'Dawn' }),
  ];
  const { id: cutId } = await actor.command('cut.create', { id: newId(), vibeId: sunset.id, name: 'Take' });
  await actor.command('cut.move', { id: cutId, targetVibeId: dawn.id });
  const text = 'More reverb';
  const comment = await actor.command('comment.create', { id: newId(), cutId, text, timestamp: 1 });
  await actor.command('reply.create', { id: newId(), commentId: comment.id, text: 'Done' });
  await actor.command('cut.delete', { id: cutId });
  if (hasS3) await upload({ server, user: actor }, makeWave(), newCut(projectId, 'Harbour'));
  await addMember(actor, newcomer, projectId);
  const conversation = { id: newId(), userId: other.account.id };
  const { id: conversationId } = await actor.command('conversation.open', conversation);
  await actor.command('message.send', { id: newId(), conversationId, text: 'Listen' });
  await acting.emitWithAck('chat:typing', { conversationId, isTyping: true });
  const answer = await other.command('message.send', { id: newId(), conversationId, text: 'I do' });
  await actor.command('conversation.read', { conversationId, upTo: answer.id });
  return heard;
}

const expected = hasS3 ? specified : specified.filter((name) => name !== 'file:uploaded');

describe.runIf(hasPostgres)('of two servers on one database', () => {
  test('each sends every event of the specification that the other one causes', async () => {
    const storageUrl = hasS3 ? (await startS3()).freshUrl() : null;
    const { nodes } = await startNodes(2, { storageUrl });
    const [one, two] = nodes as [TestServer, TestServer];
    for (const [server, elsewhere] of [
      [one, two],
      [two, one],
    ] as const) {
      const [actor, other] = [await registerUser(server), await registerUser(elsewhere)];
      const heard = await causeAll(actor, server, other, elsewhere);
      await until(() => expected.every((name) => heard.has(name)));
    }
  });
});
