import { useState } from 'react';
import type { AuditLogEntry } from '../../../protocol/wire/operator.ts';
import { useNow } from '../../platform/use-now.ts';
import { adminText } from '../../text/admin.ts';
import { formatClock } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Empty, ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useOperatorPages } from './admin-queries.ts';

type Filter = { person?: string; from?: string; until?: string };

/** The audit log, newest first, of one account or between two days. */
export function AuditPart() {
  const [filter, setFilter] = useState<Filter>({});
  const log = useOperatorPages('audit', filter);
  const entries = log.data?.pages.flatMap((page) => page.entries) ?? [];
  /** Once a field is left: each look is in the log. */
  const field = (name: keyof Filter) => ({
    defaultValue: filter[name],
    onBlur: ({ target: { value } }: { target: HTMLInputElement }) =>
      setFilter(({ [name]: _, ...rest }) => (value.trim() === '' ? rest : { ...rest, [name]: value.trim() })),
  });
  return (
    <>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        }}
      >
        <TextField
          label={adminText.auditPerson}
          placeholder={adminText.auditPersonHint}
          className="min-w-50 flex-1"
          {...field('person')}
        />
        <TextField type="date" label={adminText.auditFrom} className="w-36" {...field('from')} />
        <TextField type="date" label={adminText.auditUntil} className="w-36" {...field('until')} />
      </form>
      {log.isPending && <Skeleton rows={6} label={adminText.loading} />}
      {log.error && <ErrorLine>{log.error.message}</ErrorLine>}
      {log.data && entries.length === 0 && (
        <Empty title={adminText.auditEmpty}>{adminText.auditEmptyHint}</Empty>
      )}
      {entries.length > 0 && (
        <ol aria-label={adminText.audit} className="flex flex-col">
          {entries.map((entry) => (
            <Entry key={entry.number} entry={entry} />
          ))}
        </ol>
      )}
      {log.hasNextPage && (
        <Button
          className="self-center"
          busy={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
        >
          {adminText.more}
        </Button>
      )}
    </>
  );
}

function Entry({ entry }: { entry: AuditLogEntry }) {
  const now = useNow();
  const { at, act, actor, subject, detail, address, device, count } = entry;
  const facts = [detail, count > 1 ? adminText.auditTimes(count) : null, address, device].filter(Boolean);
  return (
    <li className="flex gap-x-3 border-line py-1.5 not-first:border-t max-[700px]:flex-wrap">
      <time
        dateTime={at}
        title={at}
        className="w-28 shrink-0 text-meta leading-5 text-dim tabular-nums max-[700px]:w-auto"
      >
        {formatClock(Date.parse(at), now)}
      </time>
      <span
        className="w-48 shrink-0 wrap-anywhere text-dim max-[700px]:w-auto max-[700px]:min-w-0 max-[700px]:flex-1"
        data-selectable
      >
        {adminText.auditBy(actor)}
      </span>
      <span className="min-w-0 flex-1 max-[700px]:basis-full" data-selectable>
        <span className="block wrap-anywhere">
          {act}
          {subject && <span className="font-medium"> {subject}</span>}
        </span>
        {facts.length > 0 && (
          <span className="block text-meta wrap-anywhere text-dim tabular-nums">{facts.join(' · ')}</span>
        )}
      </span>
    </li>
  );
}
