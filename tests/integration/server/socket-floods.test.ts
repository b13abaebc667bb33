import { expect, test } from 'vitest';
import {
  connectSocket,
  createProject,
  joinProject,
  registerUser,
  startServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

test.each(['join:project', 'chat:typing', 'hello'])(
  'a flood of %s is refused, then disconnected, and a bandmate waits no second',
  async (name) => {
    const server = await startServer();
    const [ada, stranger] = await Promise.all([registerUser(server), registerUser(server)]);
    const projectId = await createProject(ada);
    const [bandmate, flooding] = await Promise.all([
      connectSocket(server, ada),
      connectSocket(server, stranger),
    ]);
    const refused: unknown[] = [];
    const input = name === 'chat:typing' ? { conversationId: 'c', isTyping: true } : { projectId };
    for (let sent = 0; sent < 20_000; sent += 1) {
      flooding.emit(name, input, (answer: { kind?: string }) => {
        if (answer.kind === 'rate-limited') refused.push(answer);
      });
    }
    const begun = process.cpuUsage();
    expect(await joinProject(bandmate, projectId)).toMatchObject({ ok: true });
    // Processor time: a busy machine lets the bandmate wait too, but does none of this work.
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1000).toBeLessThan(1000);
    await until(() => !flooding.connected);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ ok: false, kind: 'rate-limited' });
    // The account may come back; another one is not affected.
    await connectSocket(server, stranger);
    expect(bandmate.connected).toBe(true);
  },
);

test('a client that joins hundreds of projects at once is not refused', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const socket = await connectSocket(server, ada);
  const projectId = await createProject(ada);
  const answers = await Promise.all(Array.from({ length: 500 }, () => joinProject(socket, projectId)));
  expect(answers.every(({ ok }) => ok)).toBe(true);
});
