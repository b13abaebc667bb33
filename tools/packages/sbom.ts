import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { listShipped, type ShippedPackage, unstated } from '../notices/shipped-packages.ts';

type Component = {
  'bom-ref': string;
  name: string;
  version: string;
  scope?: 'required' | 'optional';
  purl?: string;
  hashes?: { alg: string; content: string }[];
  licenses?: ({ license: { id: string } } | { expression: string })[];
  properties?: { name: string; value: string }[];
};

/** A bill of materials in CycloneDX's format, as npm writes it. */
export type Sbom = {
  metadata: { component: { 'bom-ref': string; name: string; type: string } };
  components: Component[];
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
  const sbom = onlyShipped(JSON.parse(stdout) as Sbom, listShipped(root), productName);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(sbom, null, 2)}\n`);
  return path;
}

/**
 * npm names the product after the folder of the checkout, takes what is bundled for a part of the build, and knows no
 * licence of packages that state it in the old way.
 */
export function onlyShipped(sbom: Sbom, shipped: readonly ShippedPackage[], productName: string): Sbom {
  const byKey = new Map(shipped.map((one) => [`${one.name}@${one.version}`, one]));
  const components = sbom.components.flatMap((component) => {
    const one = byKey.get(`${component.name}@${component.version}`);
    return one ? [asShipped(component, one)] : [];
  });
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

const development = 'cdx:npm:package:development';

function asShipped(component: Component, { licence }: ShippedPackage): Component {
  const { properties = [], licenses } = component;
  const isBundled = properties.some(({ name }) => name === development);
  return {
    ...component,
    ...(isBundled && {
      scope: 'required',
      properties: properties.filter(({ name }) => name !== development),
    }),
    ...(!licenses && licence !== unstated && { licenses: [{ license: { id: licence } }] }),
  };
}
