import { expect, it } from 'vitest';
import { createLateNotes } from '../../../client/account/late-notes.ts';
import type { Outbox } from '../../../client/outbox/outbox.ts';

const late = { projectId: 'p', fileId: 'f', note: 'less snare' };

function withAnswer(answer: Awaited<ReturnType<Outbox['run']>>) {
  const ran: unknown[][] = [];
  const warnings: unknown[] = [];
  const send = createLateNotes({
    outbox: {
      run: async (...args) => {
        ran.push(args);
        return answer;
      },
    },
    log: { warn: (line: unknown) => void warnings.push(line) },
  });
  return { send, ran, warnings };
}

it('queues the note as a part of the announcement', async () => {
  const { send, ran } = withAnswer({ ok: true, data: { state: 'queued', operationId: 'o' } });
  expect(await send(late)).toEqual({ ok: true, data: null });
  expect(ran).toEqual([['file.update', { id: 'f', note: 'less snare', isOfUpload: true }, 'p']]);
});

it('answers why a note was refused, and logs it', async () => {
  const { send, warnings } = withAnswer({ ok: false, kind: 'not-found', message: 'There is no such file.' });
  expect(await send(late)).toMatchObject({ ok: false, kind: 'not-found' });
  expect(warnings).toHaveLength(1);
});
