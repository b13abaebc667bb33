import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectionLine, toSentence, transferLine } from '../../../main/headless/report.ts';
import { findProject } from '../../../main/headless/watch.ts';
import { parseWatchArguments } from '../../../main/headless/watch-arguments.ts';
import type { Project } from '../../../protocol/wire/project.ts';

const words = 'watch bounces --server http://localhost:3000 --email ana@example.com --project Summer'.split(
  ' ',
);
const variables = { BANDMATE_PASSWORD: 'secret', BANDMATE_USER_DATA: '/data' };

describe('the command line', () => {
  it('is read with every option', () => {
    expect(parseWatchArguments([...words, '--vibe', 'Ideas', '--no-stacking', '--json'], variables)).toEqual({
      ok: true,
      data: {
        folder: resolve('bounces'),
        serverUrl: 'http://localhost:3000',
        email: 'ana@example.com',
        password: 'secret',
        project: 'Summer',
        vibe: 'Ideas',
        stacking: false,
        json: true,
        userData: '/data',
      },
    });
  });

  it.each([
    [[], 'No command was given.'],
    [['listen'], 'There is no command “listen”.'],
    [['watch'], 'No folder was given.'],
    [['watch', 'a', 'b'], '“b” is one too many'],
    [words.slice(0, 4), '--email is missing.'],
    [[...words, '--fast'], '--fast'],
    [words.with(3, 'band.example'), '--server: “band.example” is not an address'],
    [[...words, '--vibe', ' '], '--vibe'],
  ])('%j: %s', (given, message) => {
    expect(parseWatchArguments(given, variables)).toMatchObject({
      ok: false,
      message: expect.stringContaining(message),
    });
  });

  it('stacks without the option', () => {
    expect(parseWatchArguments(words, variables)).toMatchObject({ data: { stacking: true } });
  });

  it('reads the password from the environment', () => {
    expect(parseWatchArguments(words, {})).toMatchObject({ message: 'BANDMATE_PASSWORD is not set.' });
  });
});

describe('finding the project', () => {
  const project = (id: string, name: string): Project => ({
    id,
    name,
    description: null,
    imageUrl: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    memberCount: 1,
    role: 'ADMIN',
  });

  it('ignores case, unless two names differ only in case', () => {
    expect(findProject([project('1', 'Summer EP')], ' summer ep ')).toMatchObject({ id: '1' });
    const both = [project('1', 'summer ep'), project('2', 'Summer EP')];
    expect(findProject(both, 'Summer EP')).toMatchObject({ id: '2' });
    expect(findProject(both, 'SUMMER EP')).toContain('2 projects are called “SUMMER EP”');
  });

  it('lists the existing names', () => {
    expect(findProject([project('1', 'A'), project('2', 'B')], 'C')).toBe(
      'There is no project “C”. Projects: “A”, “B”.',
    );
    expect(findProject([], 'C')).toContain('This account has no projects yet.');
  });
});

describe('a line', () => {
  const transfer = {
    id: 't',
    bindingId: null,
    projectId: 'p',
    path: '/b/mix.wav',
    name: 'mix.wav',
    vibeName: null,
    cutName: 'mix',
    cutId: 'c',
    size: 10,
    sent: 0,
    sha256: null,
    seenAt: 0,
  };

  it('gives the reason of a failure and what to do', () => {
    const state = {
      kind: 'failed',
      reason: 'too-large',
      message: 'Over 8 GB.',
      hint: 'Export a shorter part.',
      retryable: false,
    } as const;
    const line = transferLine({ ...transfer, state });
    expect(line).toMatchObject({ event: 'transfer', state: 'failed', path: '/b/mix.wav' });
    expect(toSentence(line)).toBe('mix.wav: Over 8 GB. Export a shorter part.');
  });

  it('tells what a finished bounce became', () => {
    const state = { kind: 'done', outcome: 'new-version', cutId: 'c', fileId: 'f', at: 1 } as const;
    const line = transferLine({ ...transfer, state });
    expect(line).toMatchObject({ outcome: 'new-version', cutId: 'c', fileId: 'f' });
    expect(toSentence(line)).toBe('mix.wav: uploaded as a new version of its cut.');
  });

  it('names the version and its cut where the server said them', () => {
    const state = {
      kind: 'done',
      outcome: 'new-version',
      cutId: 'c',
      fileId: 'f',
      at: 1,
      version: 4,
    } as const;
    const line = transferLine({ ...transfer, cutName: 'Sunset Groove', state });
    expect(line).toMatchObject({ version: 4, cutName: 'Sunset Groove' });
    expect(toSentence(line)).toBe('mix.wav: uploaded as version 4 of Sunset Groove.');
  });

  it('counts older bounces', () => {
    const line = { event: 'watching', folder: '/b', projectId: 'p', project: 'EP', vibe: 'Ideas' } as const;
    expect(toSentence({ ...line, older: 0 })).toBe('Watching /b for EP, vibe Ideas.');
    expect(toSentence({ ...line, older: 1 })).toContain('1 older bounce is left alone.');
    expect(toSentence({ ...line, older: 42 })).toContain('42 older bounces are left alone.');
  });

  it('says which side needs an update, not that the command is offline', () => {
    const offline = { kind: 'offline', since: 0, reason: 'Update the app.', retryAt: 1 } as const;
    expect(toSentence(connectionLine(offline))).toBe('Offline: Update the app.');
    const line = connectionLine({ ...offline, needsUpdate: 'app' });
    expect(line).toMatchObject({ state: 'offline', needsUpdate: 'app' });
    expect(toSentence(line)).toBe('Update the app.');
  });
});
