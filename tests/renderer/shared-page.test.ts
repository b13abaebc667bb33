import { describe, expect, it } from 'vitest';
import { encodePeaks } from '../../audio/peaks-format.ts';
import { keepGuest, readGuest } from '../../renderer/features/shared-page/guest.ts';
import { createSharedLink } from '../../renderer/features/shared-page/shared-link.ts';

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

/** A link whose server answers that, and the requests it got. */
function linkWith(answer: () => Response | Promise<Response>) {
  const asked: string[] = [];
  const link = createSharedLink('TOKEN', async (address, init) => {
    asked.push(`${init?.method ?? 'GET'} ${address}`);
    return answer();
  });
  return { link, asked };
}

describe('the server behind a share link', () => {
  it('is asked for what belongs to the link, and for nothing else', async () => {
    const { link, asked } = linkWith(() => json(200, {}));
    await link.read();
    await link.readChanges();
    await link.readComments('f/../x');
    await link.unlock('open sesame');
    expect(asked).toEqual([
      'GET /api/share/TOKEN',
      'GET /api/share/TOKEN/changes',
      'GET /api/share/TOKEN/comments?fileId=f%2F..%2Fx',
      'POST /api/share/TOKEN/unlock',
    ]);
    expect(link.downloadAddress({ fileId: 'f/x' })).toBe('/api/share/TOKEN/files/f%2Fx/download');
  });

  it('refuses with its own sentence, and with ours where nothing answers', async () => {
    const refused = linkWith(() => json(403, { error: 'Comments are off.', kind: 'forbidden' }));
    expect(await refused.link.read()).toEqual({ ok: false, status: 403, message: 'Comments are off.' });
    const away = linkWith(() => Promise.reject(new TypeError('fetch failed')));
    expect(await away.link.read()).toMatchObject({
      ok: false,
      status: 0,
      message: expect.stringMatching(/reach/),
    });
    const proxy = linkWith(() => new Response('<html>Bad gateway', { status: 502 }));
    expect(await proxy.link.read()).toMatchObject({ ok: false, status: 502 });
  });

  it('has a waveform, none yet, or none', async () => {
    const peaks = { sampleRate: 100, samplesPerPixel: 10, points: Int8Array.from([-5, 5]) };
    expect(await linkWith(() => new Response(encodePeaks(peaks))).link.readPeaks('f')).toMatchObject({
      data: { sampleRate: 100 },
    });
    expect(await linkWith(() => json(202, {})).link.readPeaks('f')).toBeNull();
    expect(await linkWith(() => json(404, {})).link.readPeaks('f')).toEqual({ ok: true, data: null });
  });
});

describe('the guest of a browser', () => {
  const storageOf = (value: string | null) => ({
    value,
    getItem() {
      return this.value;
    },
    setItem(_key: string, next: string) {
      this.value = next;
    },
  });

  it('is remembered with the name and the secret', () => {
    const storage = storageOf(null);
    expect(readGuest(storage)).toBeNull();
    keepGuest(storage, { name: 'Zoe', key: 'k'.repeat(36) });
    expect(readGuest(storage)).toEqual({ name: 'Zoe', key: 'k'.repeat(36) });
  });

  it.each([
    '{',
    '{}',
    '{"name":"Zoe"}',
    '{"name":"Zoe","key":"<>"}',
    '{"name":7,"key":"kkkkkkkkkkkkkkkkkk"}',
  ])('is nobody where the browser holds %s', (value) => {
    expect(readGuest(storageOf(value))).toBeNull();
  });

  it('is nobody in a browser that keeps nothing', () => {
    const refuse = () => {
      throw new DOMException('denied');
    };
    expect(readGuest({ getItem: refuse, setItem: refuse })).toBeNull();
    expect(() => keepGuest({ getItem: refuse, setItem: refuse }, { name: 'Zoe', key: 'k' })).not.toThrow();
  });
});
