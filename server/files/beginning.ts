import type { ReadableBytes } from '../../audio/bytes.ts';
import { readHeaderFacts } from './header-facts.ts';
import type { Inspection } from './inspecting-worker.ts';
import { isVideo, sniffHead } from './sniff-type.ts';

/** The type that the first bytes of a file show, and the facts that its header states, by a few small reads. */
export async function readBeginning(file: ReadableBytes): Promise<Inspection> {
  const sniffed = await sniffHead(file);
  const audio = sniffed?.type === 'CUT' ? await readHeaderFacts(file, sniffed.mimeType) : null;
  return { kind: 'inspected', sniffed, audio, isVideo: !sniffed && (await isVideo(file)) };
}
