import { describe, expect, it } from 'vitest';
import { transferFailureSchema } from '../../protocol/ipc/transfer.ts';
import {
  actionWords,
  dropSentence,
  failureTitles,
  lampSentence,
  transferSentence,
  transferTitle,
} from '../../renderer/features/transfers/transfer-words.ts';
import { everyTransfer, transfer } from '../fixtures/renderer/page/sample.ts';

const now = 1_000_000;

describe('the words for transfers', () => {
  it('has a finished sentence and a title for each state', () => {
    for (const one of everyTransfer()) {
      expect(transferSentence(one, Date.now())).toMatch(/^[A-Z].*[.!?]$/);
      expect(transferTitle(one)).toMatch(/^[A-Z]/);
    }
  });

  it('has a title for each reason', () => {
    for (const reason of transferFailureSchema.options) expect(failureTitles[reason]).toMatch(/^[A-Z]/);
  });

  it('says share, size, speed and time left', () => {
    const state = { kind: 'transferring', sent: 50e6, bytesPerSecond: 10e6, settled: true } as const;
    expect(transferSentence(transfer('a.wav', state, { size: 100e6 }), now)).toBe(
      'Uploading, 50 % of 100 MB at 10.0 MB/s, 5 s left.',
    );
  });

  it('does not divide by a speed that is not known', () => {
    for (const bytesPerSecond of [null, 0]) {
      const state = { kind: 'transferring', sent: 50, bytesPerSecond, settled: true } as const;
      expect(transferSentence(transfer('a.wav', state, { size: 100 }), now)).toBe(
        'Uploading, 50 % of 100 bytes.',
      );
    }
  });

  it('says that nobody hears it before the DAW is done', () => {
    const state = { kind: 'transferring', sent: 1, bytesPerSecond: 1, settled: false } as const;
    expect(transferSentence(transfer('a.wav', state), now)).toContain('only when the DAW is done');
  });

  it('counts down to the next try, and never below zero', () => {
    const waiting = (retryAt: number | null) =>
      transferSentence(transfer('a.wav', { kind: 'waiting', for: 'network', message: '', retryAt }), now);
    expect(waiting(now + 7200)).toBe('Waiting for the network. Next try in 8 s.');
    expect(waiting(now - 1)).toBe('Waiting for the network. Trying again now.');
    expect(waiting(null)).toBe('Waiting for the network. Safe on this machine; goes on by itself.');
  });

  it('keeps what the main process said of a failure, with what to do', () => {
    const state = {
      kind: 'failed',
      reason: 'vanished',
      message: 'It was moved',
      hint: 'Put it back.',
      retryable: true,
    } as const;
    expect(transferSentence(transfer('a.wav', state), now)).toBe('It was moved. Put it back.');
  });

  it('speaks of the lamp in one and in many', () => {
    expect(lampSentence({ kind: 'needs-you', open: 3, asking: 1 })).toBe('1 file needs you');
    expect(lampSentence({ kind: 'needs-you', open: 3, asking: 2 })).toBe('2 files need you');
    expect(lampSentence({ kind: 'uploading', open: 1, percent: 63 })).toBe('1 file, 63 %');
    expect(lampSentence({ kind: 'idle' })).toBe('All safe');
  });

  it('names every action', () => {
    expect(new Set(Object.values(actionWords)).size).toBe(Object.keys(actionWords).length);
  });
});

describe('dropSentence', () => {
  const no = (name: string) => ({ name, message: 'It is not audio.' });

  it('is silent when all was taken', () => {
    expect(dropSentence(3, [])).toBeNull();
  });

  it('says which were not taken and why', () => {
    expect(dropSentence(0, [no('a.txt')])).toEqual({
      title: 'This file was not taken',
      description: 'a.txt: It is not audio.',
    });
    expect(dropSentence(0, [no('a.txt'), no('b.txt')])?.title).toBe('None of these files were taken');
    expect(dropSentence(2, [no('a.txt')])?.title).toBe('2 files taken, 1 not');
  });

  it('stays short for a whole folder of them', () => {
    const words = dropSentence(
      0,
      Array.from({ length: 30 }, (_, index) => no(`${index}.txt`)),
    );
    expect(words?.description.split('\n')).toHaveLength(9);
    expect(words?.description).toMatch(/and 22 more$/);
  });
});
