import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashProject, hashValue } from '../../../protocol/state/state-hash.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';

/** The same value with the fields of its objects in another order, and some that are undefined. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]) => [name, reordered(field)]);
  return Object.fromEntries([...fields.reverse(), ['left out', undefined]]);
}

/** Not `__proto__`, which an object literal takes for something else. */
const value = fc.jsonValue().filter((any) => !JSON.stringify(any).includes('__proto__'));

test('the order of fields, and fields that are undefined, make no difference', () => {
  fc.assert(
    fc.property(value, (any) => {
      expect(hashValue(reordered(any))).toBe(hashValue(any));
    }),
  );
});

test('different values have different hashes', () => {
  const seen = new Map<string, string>();
  fc.assert(
    fc.property(value, (any) => {
      const text = JSON.stringify(reordered(reordered(any)));
      const hash = hashValue(JSON.parse(text));
      const known = seen.get(hash) ?? text;
      seen.set(hash, known);
      expect(hashValue(JSON.parse(known))).toBe(hash);
      expect(JSON.parse(known)).toEqual(JSON.parse(text));
    }),
    { numRuns: 3000 },
  );
  const near = [
    [],
    {},
    '',
    null,
    false,
    0,
    [[]],
    [{}],
    ['a', 'b'],
    ['ab'],
    ['', 'ab'],
    { a: 1 },
    { a: '1' },
    ['1'],
  ];
  expect(new Set(near.map(hashValue)).size).toBe(near.length);
});

test('among a hundred thousand that differ in little no two are alike', () => {
  const hashes = new Set<string>();
  for (let index = 0; index < 100_000; index += 1) hashes.add(hashValue({ name: 'Mix', order: index }));
  expect(hashes.size).toBe(100_000);
});

const at = '2026-03-01T10:00:00.000Z';
const ana = { id: 'ana', name: 'Ana', avatarUrl: null };
const file = {
  ...{ id: 'f', name: 'mix.wav', type: 'CUT' as const, size: 1000, mimeType: 'audio/wav', url: '/f' },
  ...{ uploadedBy: ana, createdAt: at, projectId: 'p', cutId: 'c', sha256: 'a'.repeat(64) },
  audio: { durationSeconds: 1.5, sampleRate: 48_000, channels: 2, bitDepth: 24 },
};
const cut = { id: 'c', name: 'Mix', vibeId: 'v', projectId: 'p', order: 0, createdAt: at, createdBy: ana };
const project: ProjectSnapshot = {
  ...{ id: 'p', name: 'EP', description: null, imageUrl: null, createdAt: at, memberCount: 1, role: 'ADMIN' },
  vibes: [
    {
      ...{ id: 'v', name: 'Song', projectId: 'p', imageUrl: null, order: 0, createdAt: at },
      cuts: [{ ...cut, files: [file], commentCount: 2 }],
    },
  ],
  members: [{ projectId: 'p', user: ana, role: 'ADMIN', joinedAt: at }],
  ...{ epoch: 'e', seq: 7 },
};

/** Every value in it that is no object, by its path. */
function leaves(any: unknown, path: string[] = []): string[][] {
  if (typeof any !== 'object' || any === null) return [path];
  return Object.entries(any).flatMap(([name, field]) => leaves(field, [...path, name]));
}

function changed(any: unknown, [name = '', ...rest]: string[]): unknown {
  const copy = structuredClone(any) as Record<string, unknown>;
  copy[name] = rest.length > 0 ? changed(copy[name], rest) : `not ${copy[name]}`;
  return copy;
}

test('all that a project says is in its hash, but not its place in the log nor whose view it is', () => {
  const hash = hashProject(project);
  const withoutEffect = leaves(project)
    .filter((path) => hashProject(changed(project, path) as ProjectSnapshot) === hash)
    .map((path) => path.join('.'));
  expect(withoutEffect.sort()).toEqual(['epoch', 'role', 'seq']);
  const twice = { ...project, vibes: [...project.vibes, ...project.vibes] };
  expect(hashProject(twice)).not.toBe(hash);
  expect(hashProject({ ...project, members: [] })).not.toBe(hash);
});

test('the hash of a project is the same in every version that says the same', () => {
  expect(hashProject(project)).toBe('5e8bf8977f7ed404');
});
