import { describe, expect, it } from 'vitest';
import { transferFailureSchema } from '../../protocol/ipc/transfer.ts';
import { dropResult } from '../../renderer/features/drop/drop-result.ts';
import { transferSentence, transferTitle } from '../../renderer/features/transfers/transfer-text.ts';
import { transferPlace, transfersText } from '../../renderer/text/transfers.ts';
import { everyTransfer, transfer } from '../fixtures/renderer/page/sample.ts';

const now = 1_000_000;

describe('transfer text', () => {
  it('has a complete sentence and a title for each state', () => {
    for (const one of everyTransfer()) {
      expect(transferSentence(one, Date.now())).toMatch(/^[A-Z].*[.!?]$/);
      expect(transferTitle(one)).toMatch(/^[A-Z]/);
    }
  });

  it('has a title for each failure', () => {
    for (const reason of transferFailureSchema.options)
      expect(transfersText.failures[reason]).toMatch(/^[A-Z]/);
  });

  it('shows share, size, speed and time left', () => {
    const state = { kind: 'transferring', sent: 50e6, bytesPerSecond: 10e6, settled: true } as const;
    expect(transferSentence(transfer('a.wav', state, { size: 100e6 }), now)).toBe(
      'Uploading, 50% of 100 MB at 10.0 MB/s, 5 s left.',
    );
  });

  it('leaves out the time left while the speed is unknown', () => {
    for (const bytesPerSecond of [null, 0]) {
      const state = { kind: 'transferring', sent: 50, bytesPerSecond, settled: true } as const;
      expect(transferSentence(transfer('a.wav', state, { size: 100 }), now)).toBe(
        'Uploading, 50% of 100 bytes.',
      );
    }
  });

  it('explains that the band sees the file only once the DAW has finished', () => {
    const state = { kind: 'transferring', sent: 1, bytesPerSecond: 1, settled: false } as const;
    expect(transferSentence(transfer('a.wav', state), now)).toContain('once your DAW has finished');
  });

  it('counts down to the next try, and never below zero', () => {
    const waiting = (retryAt: number | null) =>
      transferSentence(transfer('a.wav', { kind: 'waiting', for: 'network', message: '', retryAt }), now);
    expect(waiting(now + 7200)).toBe('Waiting for the network. Next try in 8 s.');
    expect(waiting(now - 1)).toBe('Waiting for the network. Trying again now.');
    expect(waiting(null)).toBe('Waiting for the network. Safe on this computer. Continues automatically.');
  });

  it('shows the main process’s reason for a failure and its hint', () => {
    const state = {
      kind: 'failed',
      reason: 'vanished',
      message: 'It was moved',
      hint: 'Put it back.',
      retryable: true,
    } as const;
    expect(transferSentence(transfer('a.wav', state), now)).toBe('It was moved. Put it back.');
  });

  it('says what an uploaded file became, if it is known', () => {
    const sentence = (outcome: 'new-cut' | 'new-version' | 'duplicate', version: number | null | 'unknown') =>
      transferSentence(
        transfer('a.wav', { kind: 'done', outcome, cutId: 'c', fileId: 'f', at: now }),
        now,
        version === 'unknown' ? null : { cut: { name: 'Dune' }, version },
      );
    expect(sentence('new-cut', 1)).toBe('New song Dune.');
    expect(sentence('new-version', 4)).toBe('Version 4 of Dune.');
    // It was moved since.
    expect(sentence('new-cut', 4)).toBe('Version 4 of Dune.');
    expect(sentence('new-version', null)).toBe('Added to Dune.');
    expect(sentence('duplicate', 2)).toBe('Already uploaded as version 2 of Dune.');
    expect(sentence('duplicate', null)).toBe('Already uploaded, in Dune.');
    expect(sentence('duplicate', 'unknown')).toBe('Already uploaded.');
    expect(sentence('new-cut', 'unknown')).toBe('Uploaded and verified.');
  });

  it('names every action differently', () => {
    const { actions } = transfersText;
    expect(new Set(Object.values(actions)).size).toBe(Object.keys(actions).length);
  });
});

describe('dropResult', () => {
  const skipped = (name: string) => ({ name, message: '.txt isn’t supported.' });

  it('has no message when every file was added', () => {
    expect(dropResult(3, [])).toBeNull();
  });

  it('lists the skipped files with the reasons', () => {
    expect(dropResult(0, [skipped('a.txt')])).toEqual({
      title: 'This file was skipped',
      description: 'a.txt: .txt isn’t supported.',
    });
    expect(dropResult(0, [skipped('a.txt'), skipped('b.txt')])?.title).toBe('These files were skipped');
    expect(dropResult(2, [skipped('a.txt')])?.title).toBe('2 added, 1 skipped');
  });

  it('shortens a long list', () => {
    const result = dropResult(
      0,
      Array.from({ length: 30 }, (_, index) => skipped(`${index}.txt`)),
    );
    expect(result?.description.split('\n')).toHaveLength(9);
    expect(result?.description).toMatch(/and 22 more$/);
  });
});

describe('transferPlace', () => {
  const place = (name: string, vibeName: string | null, cutName: string) =>
    transferPlace({ name, vibeName, cutName });

  it('names nothing twice', () => {
    expect(place('Sunset Groove.wav', 'Sunset Groove', 'Sunset Groove')).toBe('');
    expect(place('Sunset Groove v3.wav', 'Sunset Groove', 'Sunset Groove')).toBe('Sunset Groove');
    expect(place('take 3.wav', 'Ideas', 'Riff')).toBe('Ideas › Riff');
    expect(place('take 3.wav', null, 'take 3')).toBe('');
  });
});
