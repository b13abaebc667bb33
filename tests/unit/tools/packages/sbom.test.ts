import { expect, it } from 'vitest';
import { onlyShipped } from '../../../../tools/packages/sbom.ts';

it('lists the product and what is shipped with it, and nothing that only builds it', () => {
  const component = (name: string) => ({ 'bom-ref': `${name}@1.0.0`, name, version: '1.0.0' });
  const sbom = {
    metadata: { component: { 'bom-ref': 'product@0.1.0', name: 'checkout', type: 'library' } },
    components: [component('zod'), component('builder')],
    dependencies: [
      { ref: 'product@0.1.0', dependsOn: ['zod@1.0.0', 'builder@1.0.0'] },
      { ref: 'zod@1.0.0' },
      { ref: 'builder@1.0.0', dependsOn: ['zod@1.0.0'] },
    ],
  };
  expect(onlyShipped(sbom, new Set(['zod@1.0.0']), 'BandMate')).toEqual({
    metadata: { component: { 'bom-ref': 'product@0.1.0', name: 'BandMate', type: 'application' } },
    components: [component('zod')],
    dependencies: [
      { ref: 'product@0.1.0', dependsOn: ['zod@1.0.0'] },
      { ref: 'zod@1.0.0', dependsOn: [] },
    ],
  });
});
