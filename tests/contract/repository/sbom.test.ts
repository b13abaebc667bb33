import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listShipped } from '../../../tools/notices/shipped-packages.ts';
import { type Sbom, writeSbom } from '../../../tools/packages/sbom.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { root } from './source-files.ts';

type LockEntry = {
  version: string;
  integrity?: string;
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
  peer?: boolean;
};

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockEntry>;
};
const locked = Object.entries(packages).filter(([path]) => path !== '');
const keyOf = (path: string, { version }: LockEntry) =>
  `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`;
const hashes = new Map(locked.map(([path, entry]) => [keyOf(path, entry), entry.integrity]));

/** Marked by npm as needed at run time. */
const production = locked
  .filter(([, { dev, devOptional, optional, peer }]) => !dev && !devOptional && !optional && !peer)
  .map(([path, entry]) => keyOf(path, entry));

test('the bill of materials and the notices name each package that is needed at run time', async () => {
  const path = await writeSbom(root, join(await temporaryFolder('sbom'), 'bandmate.cdx.json'));
  const { components, dependencies, metadata } = JSON.parse(readFileSync(path, 'utf8')) as Sbom;
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
  expect(production.length).toBeGreaterThan(200);
  expect(production.filter((key) => !listed.has(key))).toEqual([]);
  expect(listed).toEqual(new Set(listShipped(root).map(({ name, version }) => `${name}@${version}`)));

  for (const { name, version, purl, hashes: proofs = [], properties } of components) {
    const key = `${name}@${version}`;
    expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
    const [, base64 = ''] = (hashes.get(key) ?? '').split('sha512-');
    expect(proofs, key).toEqual([{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }]);
    expect(properties, key).not.toContainEqual({ name: 'cdx:npm:package:development', value: 'true' });
  }
  expect(components.filter(({ licenses }) => !licenses)).toEqual([]);

  const refs = new Set([metadata.component, ...components].map((one) => one['bom-ref']));
  expect(refs.size).toBe(components.length + 1);
  expect(new Set(dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]))).toEqual(refs);
});
