import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import {
  collectEvents,
  connectSocket,
  createProject,
  registerUser,
  startServer,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

async function band() {
  const server = await startServer();
  const [ada, bo, cy] = [
    await registerUser(server, { name: 'Free tickets! Call 555' }),
    await registerUser(server, { name: 'Bo' }),
    await registerUser(server, { name: 'Cy' }),
  ];
  const invite = (projectId: string, email: string, by = ada) =>
    by.tryCommand('project.invite', { id: newId(), projectId, email, role: 'MEMBER' });
  const notices = async (user = bo) => (await user.request('GET', '/api/notifications')).body;
  return { server, ada, bo, cy, invite, notices };
}

test('strangers together cause at most ten notices an hour, and their invitations stay valid', async () => {
  const { ada, bo, cy, invite, notices } = await band();
  for (let sent = 0; sent < 8; sent += 1) {
    for (const by of [ada, cy]) {
      expect(await invite(await createProject(by), bo.email, by)).toMatchObject({ ok: true });
    }
  }
  expect(await notices()).toHaveLength(10);
  for (const { title } of await notices()) expect(title).not.toMatch(/tickets|Cy/);
  const last = await invite(await createProject(ada), bo.email);
  const token = last.ok ? (last.result as { token: string }).token : '';
  expect((await bo.request('POST', `/api/invitations/${token}/accept`)).status).toBe(200);
});

test('a bandmate’s invitation names who invites, and isn’t counted', async () => {
  const { ada, bo, cy, invite, notices } = await band();
  for (let sent = 0; sent < 11; sent += 1) await invite(await createProject(ada), bo.email);
  await createProject(cy, [bo]);
  await invite(await createProject(cy, [], 'LP'), bo.email, cy);
  expect((await notices())[0].title).toBe('Cy invites you to “LP”');
});

test('the notice is withdrawn with the project, and still counts for an hour', async () => {
  const { server, ada, bo, invite, notices } = await band();
  const projectId = await createProject(ada);
  await invite(projectId, bo.email);
  const heard = collectEvents(await connectSocket(server, bo));
  await ada.command('project.delete', { id: projectId });
  await until(() => heard.some(({ name }) => name === 'project:left'));
  expect(await notices()).toEqual([]);

  for (let sent = 0; sent < 12; sent += 1) await invite(await createProject(ada), bo.email);
  expect(await notices()).toHaveLength(9);
  await server.database.run(
    'update strangerNotice set at = ?',
    new Date(Date.now() - 3_700_000).toISOString(),
  );
  await invite(await createProject(ada), bo.email);
  expect(await notices()).toHaveLength(10);
});

test('the notice of an admin’s invitation is withdrawn when the admin is removed', async () => {
  const { ada, bo, cy, invite, notices } = await band();
  const projectId = await createProject(ada);
  const { token } = await ada.command('project.invite', {
    ...{ id: newId(), projectId, email: cy.email, role: 'ADMIN' },
  });
  await cy.command('invitation.accept', { token });
  await invite(projectId, bo.email, cy);
  expect(await notices()).toHaveLength(1);
  await ada.command('member.remove', { projectId, userId: cy.account.id });
  expect(await notices()).toEqual([]);
});

test('one person sends at most a hundred invitations an hour', async () => {
  const { ada, invite } = await band();
  const projectId = await createProject(ada);
  const answers = await Promise.all(
    Array.from({ length: 103 }, (_, index) => invite(projectId, `${index}@example.com`)),
  );
  expect(answers.filter((answer) => !answer.ok)).toHaveLength(3);
  expect(answers.find((answer) => !answer.ok)).toMatchObject({ kind: 'rate-limited' });
});
