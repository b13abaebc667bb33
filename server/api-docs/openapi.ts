import packageJson from '../../package.json' with { type: 'json' };
import { commandSchemas } from '../../protocol/wire/command.ts';
import { type ErrorKind, errorBodySchema, errorStatus } from '../../protocol/wire/error.ts';
import { idSchema } from '../../protocol/wire/id.ts';
import { protocolVersion } from '../../protocol/wire/version.ts';
import { createJsonSchemas, type JsonSchemas } from './json-schemas.ts';
import { type ApiRoute, errorsOf, pathNames, type RouteAnswer, type Who } from './route.ts';
import { apiRoutes } from './routes.ts';

type Json = Record<string, unknown>;

const audiences: Record<Who, string> = {
  anyone: 'Anyone, signed in or not.',
  'signed-in': 'Signed-in people, for what is their own.',
  listener: 'Everyone in the project.',
  member: 'Members of the project who are more than listeners.',
  admin: 'Admins of the project.',
  owner: 'The owner of the project.',
  author: 'The author.',
  'author or admin': 'The author, and admins of the project.',
  'server admin': 'Accounts whose server-wide role is ADMIN.',
};

/** The HTTP API as OpenAPI 3.1, made from `apiRoutes` and the schemas of `protocol/wire`. Deterministic. */
export function describeHttp(): Json {
  const schemas = createJsonSchemas('draft-2020-12');
  const errors = new Map<string, Json>();
  const paths: Record<string, Json> = {};
  for (const [tag, routes] of Object.entries(apiRoutes)) {
    for (const route of routes) {
      const path = route.path.replace(/:(\w+)/g, '{$1}');
      paths[path] ??= {};
      paths[path][route.method] = { tags: [tag], ...describeRoute(route, schemas, errors) };
    }
  }
  const commands = Object.entries(commandSchemas).map(([kind, { payload, result }]) => [
    kind,
    { payload: schemas.sent(payload), result: schemas.answered(result) },
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'BandMate',
      version: packageJson.version,
      summary: `HTTP interface, version ${protocolVersion} of the protocol`,
      description:
        'Every answer that is not 2xx is an Error, unless stated otherwise. HEAD works wherever GET does. ' +
        'State-changing requests from foreign origins are refused. The events are in asyncapi.json.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    jsonSchemaDialect: 'https://spec.openapis.org/oas/3.1/dialect/base',
    servers: [{ url: '/' }],
    tags: Object.keys(apiRoutes).map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas.components(),
      responses: Object.fromEntries([...errors].sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'The `accessToken`. It takes precedence over the cookie',
        },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'bandmate.session_token',
          description: 'Named `__Secure-bandmate.session_token` if the server’s public address is HTTPS',
        },
      },
    },
    'x-commands': Object.fromEntries(commands),
  };
}

/** `errors` takes the answers that many routes have, by name. */
function describeRoute(route: ApiRoute, schemas: JsonSchemas, errors: Map<string, Json>): Json {
  const parameters = describeParameters(route, schemas);
  const requestBody = describeBody(route, schemas);
  return {
    operationId: operationId(route),
    summary: route.summary,
    description: audiences[route.who],
    ...(route.command && { 'x-command': route.command }),
    security: route.who === 'anyone' ? [] : [{ bearer: [] }, { cookie: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: { ...describeAnswers(route, schemas), ...describeErrors(route, schemas, errors) },
  };
}

/** `get /api/projects/:id/image` → `getApiProjectsIdImage`. */
function operationId({ method, path }: ApiRoute): string {
  const words = path.split(/[^A-Za-z0-9]+/);
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function describeParameters(route: ApiRoute, schemas: JsonSchemas): Json[] {
  const parameters: Json[] = pathNames(route.path).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  for (const [name, schema] of Object.entries(route.query?.shape ?? {})) {
    const required = !schema.safeParse(undefined).success;
    parameters.push({ name, in: 'query', required, schema: schemas.sent(schema) });
  }
  if (route.isIdempotent) {
    const description =
      'An id that the client chooses for the request. Repeating the request with it changes nothing';
    parameters.push({ name: 'Idempotency-Key', in: 'header', description, schema: schemas.sent(idSchema) });
  }
  if (route.hasRanges) parameters.push({ name: 'Range', in: 'header', schema: { type: 'string' } });
  if (route.path === '/api/uploads/tus/:id' && route.method !== 'options') {
    const version = { type: 'string', const: '1.0.0' };
    parameters.push({ name: 'Tus-Resumable', in: 'header', required: true, schema: version });
  }
  if (route.bytes) {
    const offset = { type: 'integer', minimum: 0 };
    parameters.push({ name: 'Upload-Offset', in: 'header', required: true, schema: offset });
  }
  return parameters;
}

function describeBody(route: ApiRoute, schemas: JsonSchemas): Json | undefined {
  const content: Json = {};
  if (route.json) content['application/json'] = { schema: schemas.sent(route.json) };
  if (route.form) {
    const fields = schemas.sent(route.form.fields);
    const required = [...((fields.required as string[] | undefined) ?? []), route.form.file];
    const properties = { ...(fields.properties as Json), [route.form.file]: {} };
    content['multipart/form-data'] = { schema: { ...fields, properties, required } };
  }
  if (route.bytes) content[route.bytes] = {};
  if (Object.keys(content).length === 0) return undefined;
  return { required: !route.isBodyOptional, content };
}

function describeAnswers(route: ApiRoute, schemas: JsonSchemas): Record<string, Json> {
  const answers = route.answers.map((answer) => [answer.status, describeAnswer(answer, schemas)] as const);
  if (route.hasRanges) {
    const [first] = answers;
    answers.push([206, { ...first?.[1], description: 'The requested range' }]);
    answers.push([304, { description: 'Not modified' }]);
    answers.push([416, describeError(416, ['invalid'], 'The range is outside the file', schemas)]);
  }
  return Object.fromEntries(answers);
}

function describeAnswer({ summary, schema, mediaTypes = [] }: RouteAnswer, schemas: JsonSchemas): Json {
  const content: Json = Object.fromEntries(mediaTypes.map((type) => [type, {}]));
  if (schema) content['application/json'] = { schema: schemas.answered(schema) };
  return { description: summary, ...(Object.keys(content).length > 0 && { content }) };
}

function describeErrors(
  route: ApiRoute,
  schemas: JsonSchemas,
  errors: Map<string, Json>,
): Record<string, Json> {
  const byStatus = Object.groupBy(errorsOf(route), (kind) => String(errorStatus[kind]));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, kinds = []]) => {
      const name = kinds.join('.');
      errors.set(name, describeError(Number(status), kinds, kinds.join(', '), schemas));
      return [status, { $ref: `#/components/responses/${name}` }];
    }),
  );
}

function describeError(status: number, kinds: ErrorKind[], description: string, schemas: JsonSchemas): Json {
  const exactly = { properties: { kind: { enum: kinds }, statusCode: { const: status } } };
  const schema = { allOf: [schemas.answered(errorBodySchema), exactly] };
  return { description, content: { 'application/json': { schema } } };
}
