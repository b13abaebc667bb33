import { textOf } from '../../audio/bytes.ts';

/** The type of any form of WAVE by its first 40 bytes, or null. */
export function waveTypeOf(head: Uint8Array): 'audio/wav' | 'audio/x-w64' | null {
  const id = textOf(head, 0, 4);
  // RIFF's 64-bit forms: RF64 and BW64 (EBU Tech 3306, ITU-R BS.2088).
  if (['RIFF', 'RF64', 'BW64'].includes(id)) return textOf(head, 8, 12) === 'WAVE' ? 'audio/wav' : null;
  return isGuid(head.subarray(0, 16), riff) && isGuid(head.subarray(24, 40), wave) ? 'audio/x-w64' : null;
}

/** Sony's W64 begins with GUIDs. */
const riff = '726966662e91cf11a5d628db04c10000';
const wave = '77617665f3acd3118cd100c04f8edb8a';

const isGuid = (bytes: Uint8Array, guid: string) => Buffer.from(bytes).equals(Buffer.from(guid, 'hex'));
