import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../protocol/page/content-security-policy.ts';

const repository = join(import.meta.dirname, '../../..');

/** The style element that wavesurfer writes into its shadow root, as its source has it, at the height that we ask for. */
async function waveformStyle(): Promise<string> {
  const wave = await readFile(join(repository, 'renderer/features/player/big-wave.tsx'), 'utf8');
  const height = /bigWaveHeight = (\d+);/.exec(wave)?.[1];
  const source = await readFile(join(repository, 'node_modules/wavesurfer.js/dist/renderer.js'), 'utf8');
  const style = /<style\$\{cspNonce \? [^>]*>(.*?)<\/style>/s.exec(source)?.[1];
  if (!style || !height) throw new Error('The style or its height is not where it was');
  const parts = style.split(/\$\{[^}]*\}/);
  expect(parts).toHaveLength(2);
  return parts.join(height);
}

it('the page’s policy lets in the style of the waveform, by its hash, and no other', async () => {
  const hash = createHash('sha256')
    .update(await waveformStyle())
    .digest('base64');
  const directive = contentSecurityPolicy.split('; ').find((part) => part.startsWith('style-src '));
  expect(directive).toBe(`style-src 'self' 'sha256-${hash}'`);
});
