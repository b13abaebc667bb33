import { useNow } from '../../platform/use-now.ts';
import { adminText } from '../../text/admin.ts';
import { formatDay } from '../../text/format.ts';
import { sessionsText } from '../../text/sessions.ts';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useOperatorQuery } from './admin-queries.ts';

/** The projects, sign-ins and storage of one account. */
export function AccountDetailsPanel({ id, name }: { id: string; name: string }) {
  const now = useNow();
  const { data, error } = useOperatorQuery('show', { account: id });
  if (error)
    return (
      <div className="px-4 pb-3">
        <ErrorLine>{error.message}</ErrorLine>
      </div>
    );
  if (!data) return <Skeleton rows={2} label={adminText.loading} />;
  const { inProjects, signedIn, createdAt, lastSeenAt } = data;
  return (
    <section aria-label={adminText.details(name)} className="flex flex-col gap-3 pr-4 pb-4 pl-10 text-meta">
      <p className="text-dim tabular-nums">
        {[
          adminText.storageOf(data),
          adminText.seen(lastSeenAt, now),
          adminText.since(formatDay(Date.parse(createdAt), now)),
        ].join(' · ')}
      </p>
      <div className="grid grid-cols-2 gap-4 max-[700px]:grid-cols-1">
        <List
          heading={adminText.inProjects}
          empty={adminText.inNoProject}
          rows={inProjects.map((project) => ({
            key: project.id,
            text: project.name,
            facts: adminText.since(formatDay(Date.parse(project.joinedAt), now)),
          }))}
        />
        <List
          heading={adminText.signedIn}
          empty={adminText.signedInNowhere}
          rows={signedIn.map(({ id, device, address, lastUsedAt }) => ({
            key: id,
            text: device,
            facts: sessionsText.facts(address, sessionsText.lastUsed(Date.parse(lastUsedAt), now)),
          }))}
        />
      </div>
    </section>
  );
}

function List({
  heading,
  empty,
  rows,
}: {
  heading: string;
  empty: string;
  rows: { key: string; text: string; facts: string }[];
}) {
  return (
    <div className="min-w-0">
      <h2 className="pb-1 font-semibold text-faint">{heading}</h2>
      {rows.length === 0 && <p className="text-dim">{empty}</p>}
      <ul className="flex flex-col gap-1">
        {rows.map(({ key, text, facts }) => (
          <li key={key} className="flex min-w-0 flex-wrap gap-x-2">
            <span className="min-w-0 wrap-anywhere">{text}</span>
            <span className="text-dim tabular-nums">{facts}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
