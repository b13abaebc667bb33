import { describe, expect, it, vi } from 'vitest';
import { MediaUnreachable, openMedia } from '../../renderer/features/player/deck/media-bytes.ts';

const file = Uint8Array.from({ length: 1_000_000 }, (_, at) => (at * 7 + (at >> 8)) & 255);

/** Answers ranges like the app: never more than `longest` bytes. `failures`: what the next requests meet instead. */
function serve({ longest = 300_000, failures = [] as (number | 'network')[] } = {}) {
  const asked: string[] = [];
  const waits: number[] = [];
  const fetchPart = async (_: string, { headers }: { headers: Record<string, string> }) => {
    const range = headers.Range ?? '';
    asked.push(range);
    const failure = failures.shift();
    if (failure === 'network') throw new TypeError('Failed to fetch');
    if (failure !== undefined) return new Response('{}', { status: failure });
    const [start = 0, end = 0] = range.replace('bytes=', '').split('-').map(Number);
    const last = Math.min(end, file.length - 1, start + longest - 1);
    return new Response(file.slice(start, last + 1), {
      status: 206,
      headers: { 'Content-Range': `bytes ${start}-${last}/${file.length}`, 'Content-Type': 'audio/wav; x=1' },
    });
  };
  const open = () => openMedia('media/a', fetchPart, async (milliseconds) => void waits.push(milliseconds));
  return { asked, waits, failures, open, fetchPart };
}

describe('media behind an address', () => {
  it('has the size and the type that are served', async () => {
    const { bytes, mimeType } = await serve().open();
    expect([bytes.size, mimeType]).toEqual([1_000_000, 'audio/wav']);
  });

  it.each([
    [0, 4],
    [131_070, 10],
    [999_990, 100],
    [5, 700_000],
    [1_000_000, 5],
  ])('reads from byte %i, %i long, in as many answers as it takes', async (position, length) => {
    const { bytes } = await serve().open();
    expect(await bytes.read(position, length)).toEqual(file.slice(position, position + length));
  });

  it('answers small reads nearby from what it has', async () => {
    const { open, asked } = serve();
    const { bytes } = await open();
    for (let at = 0; at < 5_000; at += 8) await bytes.read(at, 8);
    expect(asked).toHaveLength(1);
  });

  it('reads into memory that was given back, and only into that', async () => {
    const { bytes } = await serve().open();
    const [first, kept] = [await bytes.read(0, 200_000), await bytes.read(200_000, 200_000)];
    bytes.release?.(first);
    expect(await bytes.read(400_000, 200_000)).toEqual(file.slice(400_000, 600_000));
    // A stream that reads into memory takes it over.
    expect(first.buffer).toHaveProperty('detached', true);
    expect(kept).toEqual(file.slice(200_000, 400_000));
  });

  it('keeps small reads as they are when they are given back', async () => {
    const { bytes } = await serve().open();
    const small = await bytes.read(10, 20);
    bytes.release?.(small);
    await bytes.read(300_000, 200_000);
    expect(small).toEqual(file.slice(10, 30));
  });

  it('reads in browsers whose answers can’t be read into memory', async () => {
    const { fetchPart } = serve();
    const plain = async (...asked: Parameters<typeof fetchPart>) =>
      Object.defineProperty(await fetchPart(...asked), 'body', { value: null });
    const { bytes } = await openMedia('media/a', plain, async () => undefined);
    expect(await bytes.read(5, 700_000)).toEqual(file.slice(5, 700_005));
  });

  it('tries a read again, and gives up after some time', async () => {
    const { open, failures, waits } = serve();
    const { bytes } = await open();
    failures.push('network', 503);
    expect(await bytes.read(400_000, 3)).toEqual(file.slice(400_000, 400_003));
    expect(waits).toEqual([250, 1_000]);
    failures.push(503, 503, 503, 503);
    await expect(bytes.read(800_000, 3)).rejects.toThrow(MediaUnreachable);
  });

  it('fails to open at once', async () => {
    const { open, waits } = serve({ failures: [404] });
    await expect(open()).rejects.toThrow(MediaUnreachable);
    expect(waits).toEqual([]);
  });

  it('doesn’t wait forever for a line that went silent', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort('Too long'));
    const silent = (_: string, { signal }: { signal: AbortSignal }) =>
      new Promise<never>((_resolve, reject) => {
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    await expect(openMedia('media/a', silent, async () => undefined)).rejects.toThrow(MediaUnreachable);
    expect(timeout).toHaveBeenCalledWith(20_000);
    timeout.mockRestore();
  });
});
