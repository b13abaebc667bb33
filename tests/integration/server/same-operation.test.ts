import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { newId } from '../../../common/new-id.ts';
import { commandSchemas } from '../../../protocol/wire/command.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { createProject, registerUser, startServer } from '../../helpers/server.ts';

/** From here on the server parses `vibe.create` as a later version might: another order, a default, other spaces. */
function changeSchema(): void {
  const schemas: Record<string, { payload: z.ZodType; result: z.ZodType }> = commandSchemas;
  const before = commandSchemas['vibe.create'];
  disposeLater(() => {
    schemas['vibe.create'] = before;
  });
  const { id, projectId, name } = before.payload.shape;
  const colour = z.string().default('red');
  const payload = z.object({ colour, name: name.transform((text) => text.toUpperCase()), id, projectId });
  schemas['vibe.create'] = { ...before, payload };
}

async function band() {
  const server = await startServer();
  const user = await registerUser(server);
  const projectId = await createProject(user);
  const countVibes = async () => (await user.request('GET', `/api/projects/${projectId}`)).body.vibes.length;
  return { server, user, projectId, countVibes };
}

const refusal = { ok: false, kind: 'conflict', message: expect.stringMatching(/already used/) };

test('an operation is recognised after the server has learned to parse it differently', async () => {
  const { user, projectId, countVibes } = await band();
  const [operationId, id] = [newId(), newId()];
  const first = await user.tryCommand('vibe.create', { id, projectId, name: ' Idea ' }, operationId);
  expect(first).toMatchObject({ ok: true, result: { name: 'Idea' } });
  changeSchema();
  expect(await user.tryCommand('vibe.create', { id, projectId, name: ' Idea ' }, operationId)).toEqual(first);
  const otherOrder = { name: ' Idea ', projectId, id };
  expect(await user.tryCommand('vibe.create', otherOrder, operationId)).toEqual(first);
  const other = { id, projectId, name: ' Idea 2' };
  expect(await user.tryCommand('vibe.create', other, operationId)).toMatchObject(refusal);
  expect(await countVibes()).toBe(1);
});

test('so is one from a documented route', async () => {
  const { user, projectId, countVibes } = await band();
  const key = { 'idempotency-key': newId() };
  const post = (name: string) => user.request('POST', `/api/projects/${projectId}/vibes`, { name }, key);
  const first = await post('Idea');
  expect(first.status).toBe(201);
  changeSchema();
  expect(await post('Idea')).toMatchObject({ status: 201, body: first.body });
  expect((await post('Idea 2')).status).toBe(409);
  expect(await countVibes()).toBe(1);
});

test('an operation stored by a version that kept only the digest of the parsed command is recognised', async () => {
  const { server, user, projectId, countVibes } = await band();
  const [operationId, id] = [newId(), newId()];
  const payload = { id, projectId, name: 'Idea' };
  const first = await user.tryCommand('vibe.create', payload, operationId);
  const digest = createHash('sha256')
    .update(JSON.stringify({ kind: 'vibe.create', payload }))
    .digest('hex');
  await server.database.run('update operation set digest = ? where operationId = ?', digest, operationId);
  const asSent = { name: 'Idea ', projectId, id };
  expect(await user.tryCommand('vibe.create', asSent, operationId)).toEqual(first);
  expect(await user.tryCommand('vibe.create', { ...payload, name: 'Idea 2' }, operationId)).toMatchObject(
    refusal,
  );
  expect(await countVibes()).toBe(1);
});

test('an operation is the same by either route, even if a route adds to what was sent', async () => {
  const { user, projectId } = await band();
  const vibe = await user.command('vibe.create', { id: newId(), projectId, name: 'Idea' });
  const operationId = newId();
  const vibeIds = [vibe.id];
  const first = await user.tryCommand('vibe.reorder', { projectId, vibeIds }, operationId);
  expect(first).toMatchObject({ ok: true });
  const key = { 'idempotency-key': operationId };
  expect((await user.request('PUT', '/api/vibes/reorder', { vibeIds }, key)).status).toBe(200);
});
