import { adminText } from '../../text/admin.ts';
import { formatBytes } from '../../text/format.ts';
import { classNames } from '../../ui/class-names.ts';
import { Name } from '../../ui/name.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useOperatorQuery } from './admin-queries.ts';

/** The used storage, by which accounts and projects, and what is free. */
export function StoragePart() {
  const { data, error } = useOperatorQuery('storage', {});
  if (error) return <ErrorLine>{error.message}</ErrorLine>;
  if (!data) return <Skeleton rows={5} label={adminText.loading} />;
  const { stored, deletedBytes, reserved, freeBytes, reserveBytes } = data;
  const figures = [
    { label: adminText.stored, bytes: stored.bytes, hint: adminText.storedFiles(stored.files) },
    { label: adminText.deletedSongs, bytes: deletedBytes, hint: adminText.deletedHint },
    { label: adminText.reserved, bytes: reserved.bytes, hint: adminText.reservedHint(reserved.uploads) },
    { label: adminText.free, bytes: freeBytes, hint: adminText.freeHint(reserveBytes) },
  ];
  return (
    <>
      <dl className="grid grid-cols-4 gap-3 max-[900px]:grid-cols-2">
        {figures.map(({ label, bytes, hint }) => (
          <div key={label} className="rounded-card border border-line bg-card p-3">
            <dt className="text-meta font-medium text-dim">{label}</dt>
            <dd>
              <span className="block text-head font-semibold tabular-nums">
                {bytes === null ? adminText.freeUnknown : formatBytes(bytes)}
              </span>
              <span className="block text-meta text-dim">{hint}</span>
            </dd>
          </div>
        ))}
      </dl>
      <div className="grid grid-cols-2 items-start gap-6 max-[900px]:grid-cols-1">
        <Ranking
          heading={adminText.byAccount}
          rows={data.accounts.map((row) => ({ ...row, hint: row.email }))}
          fallback={data.accountQuotaBytes}
        />
        <Ranking
          heading={adminText.byProject}
          rows={data.projects.map((row) => ({ ...row, hint: undefined }))}
          fallback={data.projectQuotaBytes}
        />
      </div>
    </>
  );
}

type Row = { id: string; name: string; hint: string | undefined; bytes: number; quotaBytes: number | null };

/** The largest first. A bar shows a row's share of its limit, or, in grey, of the largest. */
function Ranking({ heading, rows, fallback }: { heading: string; rows: Row[]; fallback: number }) {
  const used = rows.filter(({ bytes }) => bytes > 0);
  const most = used[0]?.bytes ?? 1;
  return (
    <section aria-label={heading} className="min-w-0">
      <h2 className="pb-1 text-meta font-semibold text-faint">{heading}</h2>
      {used.length === 0 && <p className="text-dim">{adminText.nothingStored}</p>}
      <ul className="flex flex-col">
        {used.map(({ id, name, hint, bytes, quotaBytes }) => {
          const limit = quotaBytes ?? fallback;
          const share = Math.min(1, bytes / (limit === 0 ? most : limit));
          return (
            <li key={id} className="border-line py-1.5 not-first:border-t" title={hint}>
              <div className="flex items-baseline gap-3">
                <Name className="flex-1">{name}</Name>
                <span className="shrink-0 tabular-nums">{formatBytes(bytes)}</span>
                <span className="w-20 shrink-0 text-right text-meta text-dim tabular-nums">
                  {adminText.limit(quotaBytes, fallback)}
                </span>
              </div>
              <div aria-hidden className="mt-1 h-1 overflow-hidden rounded-full bg-well">
                <div
                  className={classNames(
                    'h-full',
                    limit === 0 ? 'bg-line-strong' : share > 0.9 ? 'bg-hot' : 'bg-accent',
                  )}
                  style={{ width: `${Math.max(1, share * 100)}%` }}
                />
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
