import { useState } from 'react';
import { adminText } from '../../text/admin.ts';
import { Empty } from '../../ui/notice.tsx';
import { Segments } from '../../ui/segments.tsx';
import { NeedsNetwork } from '../connection/port.tsx';
import { AccessPart } from './access-part.tsx';
import { AccountList } from './account-list.tsx';
import { useIsServerAdmin } from './admin-queries.ts';
import { AuditPart } from './audit-part.tsx';
import { StoragePart } from './storage-part.tsx';

const parts = {
  accounts: AccountList,
  storage: StoragePart,
  settings: AccessPart,
  audit: AuditPart,
};
type Part = keyof typeof parts;

/** The administration of the server, for its admins. */
export function AdminPage() {
  const isAdmin = useIsServerAdmin();
  const [part, setPart] = useState<Part>('accounts');
  if (!isAdmin) return <Empty title={adminText.notAdmin}>{adminText.notAdminHint}</Empty>;
  const Shown = parts[part];
  return (
    <section
      aria-label={adminText.heading}
      className="mx-auto flex min-h-0 w-full max-w-220 flex-1 flex-col gap-4 px-4 py-4 max-[480px]:px-3"
    >
      <Segments
        label={adminText.parts}
        options={(Object.keys(parts) as Part[]).map((value) => ({ value, text: adminText[value] }))}
        value={part}
        onValue={setPart}
        className="max-w-full shrink-0 self-start overflow-x-auto"
      />
      <NeedsNetwork>{adminText.offline}</NeedsNetwork>
      <Shown />
    </section>
  );
}
