import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerSchema } from '@hyperjump/json-schema/draft-07';
import { validate } from '@hyperjump/json-schema/openapi-3-1';
import { beforeAll, describe, expect, test } from 'vitest';
import { commandSchemas } from '../../../protocol/wire/command.ts';
import { ephemeralEventSchemas, loggedEventSchemas } from '../../../protocol/wire/event.ts';
import { describeEvents } from '../../../server/api-docs/asyncapi.ts';
import { makeDocuments } from '../../../server/api-docs/documents.ts';
import { describeHttp } from '../../../server/api-docs/openapi.ts';
import { request, startServer } from '../../helpers/server.ts';
import { root } from '../repository/source-files.ts';

// biome-ignore lint/suspicious/noExplicitAny: the official schemas check the documents.
type Document = any;

/** The official schemas: OpenAPI's comes with the validator. */
const openApiSchema = 'https://spec.openapis.org/oas/3.1/schema-base';
const asyncApiSchema = 'http://asyncapi.com/definitions/3.0.0/asyncapi.json';
const draft07 = 'http://json-schema.org/draft-07/schema';

async function mistakes(schema: string, document: Document): Promise<string[]> {
  const output = await validate(schema, document, 'BASIC');
  if (output.valid) return [];
  const places = output.errors?.map(({ instanceLocation, keyword }) => `${instanceLocation} ${keyword}`);
  return ['not valid', ...(places ?? [])];
}

beforeAll(() => {
  const file = join(root, 'node_modules/@asyncapi/specs/schemas/3.0.0.json');
  registerSchema(JSON.parse(readFileSync(file, 'utf8')));
});

/** Validates the structure by the official schema, and the schemas in it as JSON Schema draft-07. */
async function asyncApiMistakes(document: Document): Promise<string[]> {
  const structure = await mistakes(asyncApiSchema, document);
  if (structure.length > 0) return structure;
  const { messages, schemas } = document.components;
  const payloads = Object.values<Document>(messages).map(({ payload }) => payload);
  const found = await Promise.all(
    [...payloads, ...Object.values<Document>(schemas)].map((schema) => mistakes(draft07, schema)),
  );
  return found.flat();
}

/** Every `$ref` in a document that can't be resolved. */
function danglingRefs(document: Document): string[] {
  const refs: string[] = [];
  JSON.stringify(document, (key, value) => {
    if (key === '$ref') refs.push(value);
    return value;
  });
  expect(refs.length).toBeGreaterThan(50);
  return refs.filter((ref) => {
    const steps = ref.slice('#/'.length).split('/');
    const found = steps.reduce<Document>((at, step) => at?.[decodeURIComponent(step)], document);
    return !ref.startsWith('#/') || found === undefined;
  });
}

describe('the documents in docs/api', () => {
  test.each(Object.entries(makeDocuments()))('%s is what npm run docs:api writes now', (name, text) => {
    const written = readFileSync(join(root, 'docs/api', name), 'utf8');
    expect(written === text, `docs/api/${name} is out of date: npm run docs:api`).toBe(true);
  });

  test('generating it twice gives the same documents', () => {
    expect(makeDocuments()).toEqual(makeDocuments());
  });
});

describe('openapi.json', () => {
  test('is valid OpenAPI 3.1, including every schema in it', async () => {
    expect(await mistakes(openApiSchema, describeHttp())).toEqual([]);
  });

  test('the validation finds a planted mistake', async () => {
    const noInfo: Document = describeHttp();
    delete noInfo.info.title;
    expect(await mistakes(openApiSchema, noInfo)).toContain('not valid');
    const wrongSchema: Document = describeHttp();
    wrongSchema.components.schemas.Cut.type = 'cut';
    expect(await mistakes(openApiSchema, wrongSchema)).toContain('not valid');
  });

  test('every reference can be resolved', () => {
    expect(danglingRefs(describeHttp())).toEqual([]);
  });

  test('each operation has a unique id and the parameters of its path', () => {
    const { paths }: Document = describeHttp();
    const ids: string[] = [];
    for (const [path, operations] of Object.entries<Document>(paths)) {
      for (const { operationId, parameters = [] } of Object.values<Document>(operations)) {
        ids.push(operationId);
        const inPath = parameters.filter((parameter: Document) => parameter.in === 'path');
        const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        expect(inPath.map(({ name }: Document) => name)).toEqual(names);
      }
    }
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('it lists every kind of command', () => {
    const document: Document = describeHttp();
    expect(Object.keys(document['x-commands'])).toEqual(Object.keys(commandSchemas));
  });
});

describe('asyncapi.json', () => {
  test('has the structure of AsyncAPI 3 and valid schemas', async () => {
    expect(await asyncApiMistakes(describeEvents())).toEqual([]);
  });

  test('the validation finds a planted mistake', async () => {
    const noAction: Document = describeEvents();
    delete noAction.operations['tell.cut.created'].action;
    expect(await asyncApiMistakes(noAction)).toContain('not valid');
    const unknownField: Document = describeEvents();
    unknownField.channels.project.message = {};
    expect(await asyncApiMistakes(unknownField)).toContain('not valid');
    const wrongSchema: Document = describeEvents();
    wrongSchema.components.schemas.Cut.type = 'cut';
    expect(await asyncApiMistakes(wrongSchema)).toContain('not valid');
  });

  test('every reference can be resolved', () => {
    expect(danglingRefs(describeEvents())).toEqual([]);
  });

  test('every event is on one channel, with a position if it is logged', () => {
    const { operations, channels, components }: Document = describeEvents();
    const sent = Object.values<Document>(operations).filter(({ action }) => action === 'send');
    const keys = Object.keys({ ...loggedEventSchemas, ...ephemeralEventSchemas }).map((name) =>
      name.replace(':', '.'),
    );
    expect(sent.map(({ messages }) => messages[0].$ref.split('/').at(-1))).toEqual(keys);
    for (const key of keys) {
      const holders = Object.values<Document>(channels).filter(({ messages }) => key in messages);
      expect(holders, key).toHaveLength(1);
      const message = components.messages[key];
      const isLogged = Object.hasOwn(loggedEventSchemas, message.name);
      expect(message.headers, key).toEqual(isLogged ? { $ref: '#/components/schemas/Position' } : undefined);
    }
  });
});

describe('/api/docs', () => {
  test('a server shows everyone a page that loads nothing, and the same documents', async () => {
    const server = await startServer();
    const page = await fetch(`${server.url}/api/docs`);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    const policy = page.headers.get('content-security-policy');
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).not.toMatch(/unsafe|script-src|style-src/);
    expect(html).not.toMatch(/<script|<style|<link|<img|style=|\son\w+=/i);
    for (const [name, text] of Object.entries(makeDocuments())) {
      expect(html).toContain(`href="/api/docs/${name}"`);
      const { status, headers, body } = await request(server, 'GET', `/api/docs/${name}`);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(body).toEqual(JSON.parse(text));
    }
  });
});
