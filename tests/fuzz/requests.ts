import fc from 'fast-check';
import type * as z from 'zod';
import type { ApiRoute } from '../../server/api-docs/route.ts';
import { pathNames } from '../../server/api-docs/route.ts';
import { fromSchema, type Options } from './from-schema.ts';
import { hostileText, hostileValue } from './hostile.ts';

/** A request to a route, of one of the callers. A body of bytes is sent as it is. */
export type FuzzRequest = {
  caller: number;
  path: string;
  body: unknown;
  headers: Record<string, string>;
};

/** Requests that a route takes, nearly takes, and never takes. */
export function requestsOf(route: ApiRoute, options: Options, callers: number): fc.Arbitrary<FuzzRequest> {
  const request = fc.record({
    // More often someone who may do something.
    caller: fc.nat(callers * callers - 1).map((one) => Math.floor(Math.sqrt(one))),
    path: fc.tuple(pathOf(route, options), queryOf(route, options)).map(([path, query]) => path + query),
    body: bodyOf(route, options),
    headers: headersOf(route, options),
  });
  return request.map(({ headers, ...rest }) => ({ ...rest, headers: { ...typeOf(rest.body), ...headers } }));
}

const typeOf = (body: unknown): Record<string, string> =>
  Buffer.isBuffer(body) && body.indexOf('--x') === 0
    ? { 'content-type': 'multipart/form-data; boundary=x' }
    : {};

/** In a path, any text as a client would send it: escaped, except that it may escape wrongly. */
const escaped = fc.oneof(
  { weight: 5, arbitrary: hostileText.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 4000)) },
  { weight: 1, arbitrary: fc.constantFrom('%', '%E0%A4%A', '..', '.', '%2f', '%00', '*', ';', '%ff%fe') },
);

function pathOf({ path }: ApiRoute, { ids }: Options): fc.Arbitrary<string> {
  const names = pathNames(path);
  // In `/api/cuts/:id` it is the id of a cut.
  const kindOf = (name: string) => (name === 'id' ? `${path.split('/:')[0]?.split('/').at(-1)}` : name);
  const values = names.map((name) =>
    fc.oneof({ weight: 8, arbitrary: ids(kindOf(name)) }, { weight: 1, arbitrary: escaped }),
  );
  return fc
    .tuple(...values)
    .map((chosen) =>
      names.reduce((filled, name, index) => filled.replace(`:${name}`, () => chosen[index] ?? ''), path),
    );
}

function queryOf({ query }: ApiRoute, options: Options): fc.Arbitrary<string> {
  const wrong = fc.tuple(escaped, escaped).map(([name, value]) => `?${name}=${value}`);
  if (!query) return fc.oneof({ weight: 20, arbitrary: fc.constant('') }, { weight: 1, arbitrary: wrong });
  const right = fromSchema(query, options).map((value) => {
    const pairs = Object.entries(value && typeof value === 'object' ? value : { q: value }).flatMap(
      ([name, item]) =>
        item === undefined
          ? []
          : [item]
              .flat()
              .slice(0, 20)
              .map((each) => [name, each]),
    );
    const texts = pairs.map((pair) =>
      pair.map((part) => encodeURIComponent(asText(part).toWellFormed())).join('='),
    );
    return `?${texts.join('&')}`.slice(0, 8000);
  });
  const twice = fc.tuple(right, right).map(([one, other]) => `${one}&${other.slice(1)}`);
  return fc.oneof(
    { weight: 12, arbitrary: right },
    { weight: 1, arbitrary: twice },
    { weight: 1, arbitrary: wrong },
  );
}

const asText = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

function bodyOf(route: ApiRoute, options: Options): fc.Arbitrary<unknown> {
  if (['get', 'head', 'options'].includes(route.method)) return fc.constant(undefined);
  const wrong = fc.oneof(
    hostileValue,
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom('{', '{"a":', '[', '\u0000', '{"__proto__":{"x":1}}').map((text) => Buffer.from(text)),
    fc.constantFrom(...[10, 40_000].map((depth) => Buffer.from('['.repeat(depth) + ']'.repeat(depth)))),
  );
  const kinds: fc.WeightedArbitrary<unknown>[] = [{ weight: 1, arbitrary: wrong }];
  if (route.json) kinds.push({ weight: 12, arbitrary: fromSchema(route.json, options) });
  else kinds.push({ weight: 1, arbitrary: fc.constant(undefined) });
  if (route.form) kinds.push({ weight: 12, arbitrary: formOf(route.form, options) });
  return fc.oneof(...kinds);
}

type Part = { name: string; fileName?: string | undefined; type?: string | undefined; body: string };

/** Multipart forms, now and then with wrong parts, names or end. They begin with their boundary, `x`. */
function formOf({ fields, file }: NonNullable<ApiRoute['form']>, options: Options): fc.Arbitrary<Buffer> {
  const names = Object.keys(fields.shape);
  const value = (name: string) => fromSchema(fields.shape[name] as z.ZodType, options, name).map(asText);
  const sound = fc.constantFrom('RIFF\0\0\0\0WAVEfmt ', '\x89PNG\r\n\x1a\n', '', 'x');
  const right: fc.Arbitrary<Part[]> = fc
    .tuple(hostileText, sound, ...names.map(value))
    .map(([fileName, body, ...values]) => [
      ...names.map((name, index) => ({ name, body: values[index] ?? '' })),
      { name: file, fileName, body },
    ]);
  const part: fc.Arbitrary<Part> = fc.record({
    name: fc.oneof(fc.constantFrom(file, ...names), hostileText),
    fileName: fc.option(hostileText, { nil: undefined }),
    type: fc.option(fc.constantFrom('audio/wav', 'text/plain; charset=klingon', '/'), { nil: undefined }),
    body: hostileText,
  });
  const parts = fc.oneof(right, fc.array(part, { maxLength: 5 }));
  const end = fc.oneof(
    { weight: 8, arbitrary: fc.constant('\r\n--x--\r\n') },
    { weight: 1, arbitrary: fc.constantFrom('\r\n--x', '', '\n--x--', '--y--') },
  );
  return fc.tuple(parts, end).map(([all, last]) => Buffer.from(`${all.map(textOf).join('\r\n')}${last}`));
}

function textOf({ name, fileName, type, body }: Part): string {
  const named = fileName === undefined ? '' : `; filename="${fileName}"`;
  const typed = type === undefined ? '' : `\r\nContent-Type: ${type}`;
  return `--x\r\nContent-Disposition: form-data; name="${name}"${named}${typed}\r\n\r\n${body}`;
}

const contentTypes = [
  'application/json',
  'application/json; charset=utf-16',
  'application/json; charset=klingon',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  `multipart/form-data; boundary=${'y'.repeat(300)}`,
  'application/offset+octet-stream',
  '',
  ';',
];

const numberText = fc.oneof(
  fc.nat().map(String),
  fc.constantFrom('-1', '0', '1e9', '0x10', '9'.repeat(30), 'NaN', ' 1', '1.5', ''),
);

/** Headers that the server reads, with values that it may not expect. */
const hostileHeaders: Record<string, fc.Arbitrary<string>> = {
  range: fc.oneof(
    fc.tuple(numberText, numberText).map(([start, end]) => `bytes=${start}-${end}`),
    fc.constantFrom('bytes=-', 'bytes=0-0,1-1', 'bytes=-0', 'items=0-1', `bytes=${'0-1,'.repeat(500)}`),
    hostileText,
  ),
  'if-range': hostileText,
  'if-none-match': hostileText,
  'if-modified-since': hostileText,
  'idempotency-key': hostileText,
  authorization: fc.oneof(
    hostileText.map((text) => `Bearer ${text}`),
    fc.constantFrom('Bearer', 'Basic YTpi', `bearer ${' '.repeat(5000)}x`, 'Bearer \t x'),
  ),
  cookie: fc.oneof(
    hostileText,
    hostileText.map((text) => `bandmate.session_token=${text}`),
    fc.constantFrom('bandmate.session_token=%E0%A4%A', ';'.repeat(5000), 'a=b; '.repeat(1000)),
  ),
  'bandmate-account': hostileText,
  origin: hostileText,
  host: fc.constantFrom('', 'evil.example', '[::1', 'localhost:99999', 'a'.repeat(300)),
  'x-forwarded-for': fc.constantFrom('1.2.3.4', '::1, '.repeat(200), '%', ':::::::::', '1.2.3.4.5'),
  'user-agent': hostileText,
  accept: fc.constantFrom('text/html', '*/*;q=x', ','.repeat(1000)),
  'accept-encoding': fc.constantFrom('gzip', 'gzip;q=x', '*;q=0'),
  'content-encoding': fc.constantFrom('gzip', 'deflate', 'br', 'identity', 'x'),
  'content-type': fc.constantFrom(...contentTypes),
  'tus-resumable': fc.oneof(fc.constantFrom('1.0.0', '0.2.2', ''), hostileText),
  'upload-offset': numberText,
  'upload-length': numberText,
  'upload-metadata': fc.oneof(
    hostileText,
    fc
      .tuple(hostileText, hostileText)
      .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`),
    fc.constantFrom('a,a,a', ' ,', 'filename '.repeat(300), 'filename ////,,'),
  ),
  'upload-concat': fc.constantFrom('partial', 'final;/api/uploads/tus/x'),
  'upload-defer-length': numberText,
  'upload-checksum': hostileText,
  'x-http-method-override': fc.constantFrom('DELETE', 'PATCH', 'TRACE', ''),
};

/** Bytes that Node's own client refuses to send in a header. */
const sendable = (text: string) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?').slice(0, 6000);

function headersOf(route: ApiRoute, { ids }: Options): fc.Arbitrary<Record<string, string>> {
  const isTus = route.path.includes('/tus');
  const names = Object.keys(hostileHeaders).filter((name) => isTus || !name.startsWith('upload-'));
  const odd = fc
    .uniqueArray(fc.constantFrom(...names), { maxLength: 3 })
    .chain((chosen) =>
      fc.record(
        Object.fromEntries(
          chosen.map((name) => [name, (hostileHeaders[name] as fc.Arbitrary<string>).map(sendable)]),
        ),
      ),
    );
  const right: Record<string, fc.Arbitrary<string>> = {
    ...(route.isIdempotent && { 'idempotency-key': ids('id') }),
    ...(isTus && {
      'tus-resumable': fc.constant('1.0.0'),
      'upload-offset': numberText,
      'content-type': fc.constant('application/offset+octet-stream'),
    }),
  };
  return fc.oneof(
    { weight: 5, arbitrary: fc.record(right) },
    { weight: 3, arbitrary: fc.tuple(fc.record(right), odd).map(([good, bad]) => ({ ...good, ...bad })) },
  ) as fc.Arbitrary<Record<string, string>>;
}
