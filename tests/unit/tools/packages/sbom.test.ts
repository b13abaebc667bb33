import { expect, it } from 'vitest';
import { unstated } from '../../../../tools/notices/shipped-packages.ts';
import { onlyShipped } from '../../../../tools/packages/sbom.ts';

const component = (name: string) => ({ 'bom-ref': `${name}@1.0.0`, name, version: '1.0.0' });
const shipped = (name: string, licence: string) => ({ ...component(name), licence, author: '', texts: [] });
const product = { 'bom-ref': 'product@0.1.0', name: 'checkout', type: 'library' };

it('lists the product and what is shipped with it, and nothing that only builds it', () => {
  const sbom = {
    metadata: { component: product },
    components: [component('zod'), component('builder')],
    dependencies: [
      { ref: 'product@0.1.0', dependsOn: ['zod@1.0.0', 'builder@1.0.0'] },
      { ref: 'zod@1.0.0' },
      { ref: 'builder@1.0.0', dependsOn: ['zod@1.0.0'] },
    ],
  };
  expect(onlyShipped(sbom, [shipped('zod', unstated)], 'BandMate')).toEqual({
    metadata: { component: { 'bom-ref': 'product@0.1.0', name: 'BandMate', type: 'application' } },
    components: [component('zod')],
    dependencies: [
      { ref: 'product@0.1.0', dependsOn: ['zod@1.0.0'] },
      { ref: 'zod@1.0.0', dependsOn: [] },
    ],
  });
});

it('lists what is bundled as a part of the product, and a licence that is stated in the old way', () => {
  const properties = [{ name: 'cdx:npm:package:development', value: 'true' }];
  const react = { ...component('react'), scope: 'optional' as const, properties };
  const sbom = { metadata: { component: product }, components: [react], dependencies: [] };
  expect(onlyShipped(sbom, [shipped('react', 'MIT')], 'BandMate').components).toEqual([
    { ...component('react'), scope: 'required', properties: [], licenses: [{ license: { id: 'MIT' } }] },
  ]);
});
