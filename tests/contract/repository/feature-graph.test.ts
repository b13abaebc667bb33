import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const features = join(import.meta.dirname, '../../../renderer/features');

/** The files of a feature, in its folders too. */
async function filesOf(feature: string): Promise<string[]> {
  const entries = await readdir(join(features, feature), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** The features whose ports each feature imports. */
async function readGraph(): Promise<Map<string, Set<string>>> {
  const graph = new Map<string, Set<string>>();
  for (const feature of await readdir(features)) {
    const imported = new Set<string>();
    for (const file of await filesOf(feature)) {
      for (const [, other] of (await readFile(file, 'utf8')).matchAll(
        /from '(?:\.\.\/)+([a-z-]+)\/port\.tsx?'/g,
      ))
        imported.add(other as string);
    }
    graph.set(feature, imported);
  }
  return graph;
}

/** A chain of imports that ends where it began; null when there is none. */
function findCycle(graph: Map<string, Set<string>>): string[] | null {
  const finished = new Set<string>();
  const visit = (feature: string, path: string[]): string[] | null => {
    if (path.includes(feature)) return [...path.slice(path.indexOf(feature)), feature];
    if (finished.has(feature)) return null;
    for (const next of graph.get(feature) ?? []) {
      const cycle = visit(next, [...path, feature]);
      if (cycle) return cycle;
    }
    finished.add(feature);
    return null;
  };
  for (const feature of graph.keys()) {
    const cycle = visit(feature, []);
    if (cycle) return cycle;
  }
  return null;
}

test('finds a cycle between features', () => {
  const graph = new Map([
    ['cuts', new Set(['player'])],
    ['player', new Set(['comments'])],
    ['comments', new Set(['cuts'])],
  ]);
  expect(findCycle(graph)).toEqual(['cuts', 'player', 'comments', 'cuts']);
});

test('folders inside a feature use other features through their ports too', async () => {
  const all = await readdir(features);
  for (const feature of all) {
    for (const file of await filesOf(feature)) {
      for (const [, path] of (await readFile(file, 'utf8')).matchAll(/from '(\.\.\/[^']+)'/g)) {
        const [other, ...rest] = relative(features, join(dirname(file), path as string)).split('/');
        const isOutside = other === feature || !all.includes(other as string);
        expect(isOutside || /^port\.tsx?$/.test(rest.join('/')), `${file} imports ${path}`).toBe(true);
      }
    }
  }
});

test('no feature imports itself through other features', async () => {
  const graph = await readGraph();
  expect(graph.size).toBeGreaterThan(10);
  expect(findCycle(graph)).toBeNull();
});
