import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { errorCode } from '../storage/disk.ts';

/** Sends at the pace of the client; one that disconnects, as players do when they seek, ends the reading. */
export async function pipeToClient(
  content: NodeJS.ReadableStream | AsyncIterable<Uint8Array>,
  response: Response,
): Promise<void> {
  try {
    await pipeline(content, response);
  } catch (error) {
    // Nobody is left to answer.
    if (errorCode(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
