import { useId, useState } from 'react';
import { useNow } from '../../platform/use-now.ts';
import { adminText } from '../../text/admin.ts';
import { failureSentence } from '../../text/failures.ts';
import { formatClock } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { useOperatorQuery, useOperatorRun } from './admin-queries.ts';

const longest = 500;

/** The text that everybody who is signed in is shown, and the one that is shown now. */
export function AnnouncementForm() {
  const run = useOperatorRun();
  const now = useNow();
  const id = useId();
  const [text, setText] = useState('');
  const [ends, setEnds] = useState('');
  const current = useOperatorQuery('announcement', {}).data?.announcement ?? null;
  const action = useAction(() => {
    setText('');
    setEnds('');
  });
  const announce = async () => {
    if (text.trim() === '') return adminText.announcementMissing;
    if (text.trim().length > longest) return adminText.announcementTooLong;
    // The field has the time of this computer.
    const endsAt = ends === '' ? null : new Date(ends).toISOString();
    const answer = await run('announce', { text: text.trim(), endsAt });
    return answer.ok ? null : failureSentence(answer);
  };
  const end = async () => {
    const answer = await run('end-announcement', {});
    return answer.ok ? null : failureSentence(answer);
  };
  return (
    <form
      noValidate
      aria-labelledby={`${id}-heading`}
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        action.run(announce);
      }}
    >
      <h2 id={`${id}-heading`} className="text-meta font-medium text-dim">
        {adminText.announcement}
      </h2>
      {current && (
        <div className="flex items-start gap-3 rounded-card border border-line bg-card p-3">
          <p className="min-w-0 flex-1 wrap-anywhere whitespace-pre-line" data-selectable>
            <span className="block text-meta text-dim tabular-nums">
              {current.endsAt === null
                ? adminText.shownNow
                : `${adminText.shownNow}, ${adminText.until(formatClock(Date.parse(current.endsAt), now))}`}
            </span>
            {current.text}
          </p>
          <Button busy={action.busy} onClick={() => action.run(end)}>
            {adminText.endAnnouncement}
          </Button>
        </div>
      )}
      <p className="text-meta text-faint">{adminText.announcementHint}</p>
      <label htmlFor={`${id}-text`} className="text-meta font-medium text-dim">
        {adminText.announcementText}
      </label>
      <textarea
        id={`${id}-text`}
        rows={3}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="w-full resize-y rounded-md border border-line-strong bg-well px-2.5 py-1.5 text-text placeholder:text-faint"
      />
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          type="datetime-local"
          label={adminText.announcementEnds}
          value={ends}
          onChange={(event) => setEnds(event.target.value)}
          className="w-52"
        />
        <Button type="submit" tone="primary" className="h-8" busy={action.busy}>
          {current ? adminText.announceAgain : adminText.announce}
        </Button>
      </div>
      <p className="text-meta text-faint">{adminText.announcementEndsHint}</p>
      {action.error && <ErrorLine>{action.error}</ErrorLine>}
    </form>
  );
}
