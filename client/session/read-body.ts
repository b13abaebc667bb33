/** A server that sends more than any answer has. */
export class TooLong extends Error {}

/**
 * All bytes of an answer. Ends the answer at the first byte beyond `most`, which counts what is unpacked: a hostile server
 * could fill the memory otherwise. `onPiece` is called for each piece that arrives.
 */
export async function readBody(
  { body }: Response,
  most: number,
  onPiece: () => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = body?.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) break;
    length += piece.value.length;
    if (length > most) {
      await reader?.cancel().catch(() => {});
      throw new TooLong(`The answer has more than ${most} bytes.`);
    }
    pieces.push(piece.value);
    onPiece();
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
