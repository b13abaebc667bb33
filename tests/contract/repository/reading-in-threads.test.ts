import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './source-files.ts';

/** Modules that read the content of users' files, and packages that do. */
const readers = [
  'audio/aiff-layout.ts',
  'audio/alac-decoder.ts',
  'audio/alac-track.ts',
  'audio/audio-frames.ts',
  'audio/decoding/decode-sound.ts',
  'audio/mp4-boxes.ts',
  'audio/pcm-layout.ts',
  'audio/sample-reader.ts',
  'audio/sound-seconds.ts',
  'audio/wave-chunks.ts',
  'audio/wave-cues.ts',
  'main/bounces/settling/containers/judge-container.ts',
  'server/files/header-facts.ts',
  'server/files/sniff-type.ts',
  'server/files/wave-facts.ts',
  'server/stems/zip-contents.ts',
  'file-type',
  'music-metadata',
  'yauzl',
];

/** Every file that runs in the thread of `entry`: what it imports, and what that imports. Threads are started by path. */
function reached(entry: string): Set<string> {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    if (!file.endsWith('.ts')) return;
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, types, path] of text.matchAll(/^(?:import|export) (type )?(?:[^;]*? from )?'([^']+)';/gm)) {
      if (types || path === undefined) continue;
      visit(path.startsWith('.') ? join(dirname(file), path) : path);
    }
    for (const [, path] of text.matchAll(/import\('(\.[^']+)'\)/g))
      visit(join(dirname(file), path as string));
  };
  visit(entry);
  return found;
}

test.each(['server/index.ts', 'main/index.ts'])(
  'nothing of %s reads users’ files outside of a thread',
  (entry) => {
    const files = reached(entry);
    expect(files.size).toBeGreaterThan(200);
    expect(readers.filter((reader) => files.has(reader))).toEqual([]);
  },
);

test('threads read them', () => {
  const threads = [
    'main/media/measure-worker.ts',
    'main/reading/reading-worker.ts',
    'server/files/inspecting-worker.ts',
    'server/measurements/measuring-worker.ts',
    'server/reading/library-reading-worker.ts',
    'server/reading/own-reading-worker.ts',
  ];
  const files = new Set(threads.flatMap((thread) => [...reached(thread)]));
  expect(readers.filter((reader) => !files.has(reader))).toEqual([]);
});
