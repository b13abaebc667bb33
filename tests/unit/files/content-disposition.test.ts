import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDisposition } from '../../../server/files/content-disposition.ts';

describe('contentDisposition', () => {
  it.each([
    ['mix.wav', 'mix.wav', 'mix.wav'],
    ['Rough "final".wav', 'Rough _final_.wav', 'Rough%20%22final%22.wav'],
    ['../../etc/passwd', '.._.._etc_passwd', '.._.._etc_passwd'],
    ['C:\\mix.wav', 'C:_mix.wav', 'C%3A_mix.wav'],
    ['a\r\nSet-Cookie: b=c', 'a__Set-Cookie: b=c', 'a__Set-Cookie%3A%20b%3Dc'],
    ['evil\u202Evaw.exe', 'evil_vaw.exe', 'evil_vaw.exe'],
    ['Größe 日本.wav', 'Gr__e __.wav', 'Gr%C3%B6%C3%9Fe%20%E6%97%A5%E6%9C%AC.wav'],
    ["it's (1)*.wav", "it's (1)*.wav", 'it%27s%20%281%29%2A.wav'],
  ])('%j', (name, ascii, encoded) => {
    expect(contentDisposition('attachment', name)).toBe(
      `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    );
  });

  it('is one line of ASCII with a harmless name, for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), (name) => {
        const header = contentDisposition('inline', name);
        const match = /^inline; filename="([\x20-\x7e]*)"; filename\*=UTF-8''([\w.!#$&+^`|~%-]*)$/.exec(
          header,
        );
        expect(match, header).not.toBeNull();
        expect(match?.[1]).not.toMatch(/["/\\]/);
        expect(decodeURIComponent(match?.[2] ?? '')).not.toMatch(/[\p{Cc}/\\]/u);
      }),
    );
  });
});
