import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../server/read-config.ts';
import { parseStorageUrl } from '../../../server/storage/storage-url.ts';

describe('STORAGE_URL', () => {
  it('names bucket, prefix, endpoint and region', () => {
    const url = 's3://band/files/2026/?endpoint=http://127.0.0.1:9000&region=eu-central-1';
    expect(parseStorageUrl(url)).toEqual({
      s3: {
        ...{ bucket: 'band', prefix: 'files/2026/' },
        ...{ endpoint: 'http://127.0.0.1:9000', region: 'eu-central-1' },
      },
    });
    expect(parseStorageUrl('s3://band.example')).toEqual({
      s3: { bucket: 'band.example', prefix: '', endpoint: null, region: null },
    });
  });

  it('may name a folder', () => {
    expect(parseStorageUrl('file:///srv/band%20files')).toEqual({ folder: '/srv/band files' });
    expect(parseStorageUrl('file://elsewhere/files')).toMatch(/must be an address like s3:/);
  });

  it.each([
    ['https://band/files', /must be an address like s3:/],
    ['s3:///files', /must be an address like s3:/],
    ['s3://Band_1', /must be an address like s3:/],
    ['s3://key:secret@band', /must not hold keys/],
    ['s3://band/%zz', /has a % that is no part of a percent-encoded character/],
    ['file:///srv/%ff', /has a % that is no part/],
    ['file:///a%2fb', /must name a folder without %2F/],
    ['file:///a%00b', /must name a folder without %2F and %00/],
    ['s3://band?zone=eu', /unknown parameter zone/],
    ['s3://band?endpoint=127.0.0.1:9000', /must have an endpoint like https:/],
  ])('is refused with a sentence: %s', (url, sentence) => {
    expect(parseStorageUrl(url)).toMatch(sentence);
    expect(readConfig({ STORAGE_URL: url })).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^STORAGE_URL must|^STORAGE_URL has/),
    });
  });

  it('is a setting of the server, and null without the variable', () => {
    expect(readConfig({ STORAGE_URL: 's3://band' })).toEqual({ ok: true, data: { storageUrl: 's3://band' } });
    expect(readConfig({ STORAGE_URL: '' })).toEqual({ ok: true, data: {} });
  });
});
