import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../../platform/session-context.tsx';
import { accountText } from '../../text/account.ts';
import { licencesText } from '../../text/licences.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/dialog.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** The licence of the app, and those of the packages in it. */
export function About() {
  const [isOpen, setOpen] = useState(false);
  const { version } = useSession().facts;
  return (
    <section aria-label={licencesText.heading} className="flex min-w-0 flex-col gap-2 px-2">
      <h3 className="text-meta font-semibold text-faint">{licencesText.heading}</h3>
      <p>{accountText.menu.version(version)}</p>
      <p className="text-dim">{licencesText.sentence}</p>
      <Button className="self-start" onClick={() => setOpen(true)}>
        {licencesText.open}
      </Button>
      {isOpen && <Licences onClose={() => setOpen(false)} />}
    </section>
  );
}

function Licences({ onClose }: { onClose: () => void }) {
  const notices = useQuery({
    queryKey: ['licences'],
    // 200 KB that few people open: a file of its own, not part of the page.
    queryFn: async () => (await import('../../../THIRD-PARTY-NOTICES.txt?raw')).default,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Modal title={licencesText.title} wide="very" onClose={onClose}>
      {notices.isPending ? (
        <Skeleton rows={6} label={licencesText.loading} />
      ) : notices.error ? (
        <ErrorLine>{licencesText.failed}</ErrorLine>
      ) : (
        <ScrollRegion label={licencesText.all} className="rounded-md bg-ground p-3">
          <pre className="font-sans text-meta wrap-anywhere whitespace-pre-wrap text-dim">{notices.data}</pre>
        </ScrollRegion>
      )}
    </Modal>
  );
}
