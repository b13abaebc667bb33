import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { projectSchema } from '../../../protocol/wire/project.ts';
import {
  addMember,
  registerUser,
  startServer,
  type TestAnswer,
  type TestUser,
} from '../../helpers/server.ts';

/** A picture of one transparent pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

async function create(
  url: string,
  user: TestUser,
  fields: Record<string, string | Blob>,
  headers: Record<string, string> = {},
): Promise<Pick<TestAnswer, 'status' | 'body'>> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.set(name, value);
    else form.set(name, value, 'cover.png');
  }
  const response = await fetch(`${url}/api/projects`, {
    method: 'POST',
    body: form,
    headers: { cookie: user.cookie, ...headers },
  });
  return { status: response.status, body: await response.json() };
}

test('a project made with an image shows it to its members and to no one else', async () => {
  const server = await startServer();
  const [ada, bo] = await Promise.all([registerUser(server), registerUser(server, { name: 'Bo' })]);
  const { status, body } = await create(server.url, ada, {
    name: 'LP',
    description: 'With a cover',
    image: new Blob([png]),
  });
  expect(status).toBe(201);
  expect(projectSchema.parse(body)).toMatchObject({ name: 'LP', description: 'With a cover' });
  const read = (user: TestUser) =>
    fetch(`${server.url}${body.imageUrl}`, { headers: { cookie: user.cookie } });
  const image = await read(ada);
  expect(image.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await image.arrayBuffer())).toEqual(png);
  expect((await read(bo)).status).toBe(404);
  await addMember(ada, bo, body.id);
  expect((await read(bo)).status).toBe(200);
  expect((await bo.request('GET', '/api/projects')).body[0].imageUrl).toBe(body.imageUrl);
  expect((await ada.request('GET', `/api/projects/${body.id}`)).body.imageUrl).toBe(body.imageUrl);
});

test('the same Idempotency-Key makes it once', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const key = { 'idempotency-key': newId() };
  const fields = () => ({ name: 'LP', image: new Blob([png]) });
  const first = await create(server.url, ada, fields(), key);
  const again = await create(server.url, ada, fields(), key);
  expect(again).toEqual(first);
  expect((await ada.request('GET', '/api/projects')).body).toHaveLength(1);
});

test.each([
  ['something that only says it is a picture', { name: 'x', image: new Blob(['<script>']) }],
  ['a program drawn as SVG', { name: 'x', image: new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>']) }],
  ['no picture', { name: 'x' }],
  ['no name', { image: new Blob([png]) }],
])('%s is refused and nothing is made', async (_what, fields) => {
  const server = await startServer();
  const ada = await registerUser(server);
  const { status, body } = await create(server.url, ada, fields as Record<string, string | Blob>);
  expect(status).toBe(400);
  expect(body.statusCode).toBe(400);
  expect((await ada.request('GET', '/api/projects')).body).toEqual([]);
});

test('a project without an image has none to show', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const { body } = await ada.request('POST', '/api/projects', { name: 'LP' });
  expect(body.imageUrl).toBeNull();
  expect((await ada.request('GET', `/api/pictures/${'a'.repeat(64)}`)).status).toBe(404);
});
