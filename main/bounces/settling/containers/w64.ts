import { type ContainerVerdict, type RandomAccess, readLength64 } from './random-access.ts';

const riffGuid = '726966662e91cf11a5d628db04c10000';
const waveGuid = '77617665f3acd3118cd100c04f8edb8a';
const formatGuid = '666d7420f3acd3118cd100c04f8edb8a';
const dataGuid = '64617461f3acd3118cd100c04f8edb8a';
const maximumChunks = 10_000;

export function isW64(head: Buffer): boolean {
  return head.length >= 16 && head.toString('hex', 0, 16) === riffGuid;
}

/** Sony Wave64: names are GUIDs, 64-bit lengths include their own 24 bytes, and chunks are aligned to 8 bytes. */
export async function judgeW64(file: RandomAccess): Promise<ContainerVerdict> {
  const head = await file.read(0, 40);
  if (head.length < 40) return 'incomplete';
  if (head.toString('hex', 24, 40) !== waveGuid) return 'unknown';
  if (readLength64(head, 16) !== file.size) return 'incomplete';
  let format = false;
  let data = false;
  let offset = 40;
  for (let count = 0; count < maximumChunks && offset + 24 <= file.size; count++) {
    const chunk = await file.read(offset, 24);
    if (chunk.length < 24) return 'incomplete';
    const name = chunk.toString('hex', 0, 16);
    const length = readLength64(chunk, 16);
    if (length < 24 || offset + length > file.size) return 'incomplete';
    if (name === formatGuid) format = true;
    if (name === dataGuid && length > 24) data = true;
    offset += Math.ceil(length / 8) * 8;
  }
  return format && data ? 'complete' : 'incomplete';
}
