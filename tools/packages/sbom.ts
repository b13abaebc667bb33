import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { listShipped } from '../notices/shipped-packages.ts';

/** A bill of materials in CycloneDX's format, as npm writes it. */
export type Sbom = {
  metadata: { component: { 'bom-ref': string; name: string; type: string } };
  components: { 'bom-ref': string; name: string; version: string }[];
  dependencies: { ref: string; dependsOn?: string[] }[];
};

/** Writes the bill of materials of app, page and server: what npm lists, without what is only for building. */
export async function writeSbom(root: string, path: string): Promise<string> {
  const npm = process.env.npm_execpath;
  const words = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const { stdout } = await promisify(execFile)(
    npm ? process.execPath : 'npm',
    npm ? [npm, ...words] : words,
    { cwd: root, maxBuffer: 64 * 1024 ** 2 },
  );
  const { productName } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    productName: string;
  };
  const shipped = new Set(listShipped(root).map(({ name, version }) => `${name}@${version}`));
  const sbom = onlyShipped(JSON.parse(stdout) as Sbom, shipped, productName);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(sbom, null, 2)}\n`);
  return path;
}

/** npm names the product after the folder of the checkout. */
export function onlyShipped(sbom: Sbom, shipped: ReadonlySet<string>, productName: string): Sbom {
  const components = sbom.components.filter(({ name, version }) => shipped.has(`${name}@${version}`));
  const product = { ...sbom.metadata.component, name: productName, type: 'application' };
  const kept = new Set([product['bom-ref'], ...components.map((component) => component['bom-ref'])]);
  return {
    ...sbom,
    metadata: { ...sbom.metadata, component: product },
    components,
    dependencies: sbom.dependencies
      .filter(({ ref }) => kept.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) })),
  };
}
