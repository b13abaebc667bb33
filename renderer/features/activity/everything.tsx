import { ActivityList } from './activity-list.tsx';

/** What the band did in all projects. */
export function Everything() {
  return (
    <section aria-label="Everything" className="mx-auto flex min-h-0 w-full max-w-180 flex-1 flex-col">
      <ActivityList projectId={null} />
    </section>
  );
}
