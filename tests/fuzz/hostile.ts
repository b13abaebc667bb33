import fc from 'fast-check';

/** JSON nested so deep that a careless walk through it overflows the stack. */
function nest(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value };
  return value;
}

/** Text that has surprised programs before. */
const texts = [
  '',
  ' ',
  '\u0000',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '..\\..\\boot.ini',
  '%2e%2e%2f',
  '%00',
  "'; drop table user; --",
  '" or 1=1 --',
  '<script>alert(1)</script>',
  '{{7*7}}<%= 7*7 %>',
  '\u202egnp.exe',
  '\ud800',
  '\u{1f39b}\ufe0f'.repeat(20),
  'e\u0301'.repeat(40),
  'NaN',
  '-1',
  '1e999',
  '9'.repeat(400),
  'a '.repeat(2500),
  '@'.repeat(300),
  '1:'.repeat(200),
  'true',
  'null',
  '[object Object]',
  'project:',
  'user:*',
  'data:image/png;base64,',
  'http://127.0.0.1:1/',
  '//evil.example/x',
  'javascript:alert(1)',
];

const numbers = [
  0,
  -0,
  -1,
  1,
  0.1,
  1e-320,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 53),
  1e300,
  2 ** 64,
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom('\ud800', '\udfff', '\u0000', 'a', ' '), maxLength: 300 }),
  },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(201), 'x'.repeat(5001), '%'.repeat(20_000)) },
);

/** A JSON value that no schema expects at its place. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(...numbers) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], '') },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      JSON.parse('{"__proto__":{"role":"ADMIN"},"constructor":{"prototype":{"polluted":true}}}'),
      JSON.parse('{"length":1e9,"0":"x","then":1,"toJSON":1,"toString":1,"valueOf":1}'),
      { $gt: '' },
      nest(1000),
      Array.from({ length: 2000 }, () => 'x'),
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown> },
);
