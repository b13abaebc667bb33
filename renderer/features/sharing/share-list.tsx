import type { File } from '../../../protocol/wire/file.ts';
import type { Share } from '../../../protocol/wire/share.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { ReadFailure } from '../../bridge/read.ts';
import { mayDeleteText } from '../../platform/permissions.ts';
import { useProjects } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { failureSentence } from '../../text/failures.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useReadSharesAgain, useShares } from './share-queries.ts';
import { shareFacts } from './share-words.ts';

/** The links to the file that are good now. Who made one, or an admin, revokes it: at once, for all who have it. */
export function ShareList({ file, onRevoked }: { file: File; onRevoked: (id: string) => void }) {
  const shares = useShares(file.id);
  return (
    <section aria-label="Links that open it now" className="flex flex-col gap-1 border-t border-line pt-3">
      <h3 className="text-meta font-semibold text-faint">Links that open it now</h3>
      {shares.isPending ? (
        <Skeleton rows={1} label="Loading links" />
      ) : shares.error ? (
        <>
          <ErrorLine>
            {shares.error instanceof ReadFailure ? failureSentence(shares.error) : shares.error.message}
          </ErrorLine>
          <Button className="self-end" busy={shares.isFetching} onClick={() => void shares.refetch()}>
            Try again
          </Button>
        </>
      ) : shares.data.length === 0 ? (
        <p className="text-dim">None.</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {shares.data.map((share) => (
            <LivingLink key={share.id} share={share} file={file} onRevoked={onRevoked} />
          ))}
        </ul>
      )}
    </section>
  );
}

function LivingLink({
  share,
  file,
  onRevoked,
}: {
  share: Share;
  file: File;
  onRevoked: (id: string) => void;
}) {
  const bridge = useBridge();
  const now = useNow();
  const { account } = useSession();
  const role = useProjects().data?.find(({ id }) => id === file.projectId)?.role ?? 'MEMBER';
  const readAgain = useReadSharesAgain(file.id);
  const { busy, error, run } = useAction(() => onRevoked(share.id));
  const { name, detail } = shareFacts(share, account.id, now);
  const revoke = async () => {
    const answer = await bridge.invoke('shares.revoke', { id: share.id });
    // Gone already is what was wanted.
    if (!answer.ok && answer.kind !== 'not-found') return failureSentence(answer);
    await readAgain();
    return null;
  };
  return (
    <li className="flex flex-col gap-1">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1">
          <span className="block break-words">{name}</span>
          <span className="block text-meta text-dim">{detail}</span>
        </span>
        {mayDeleteText({ user: share.createdBy }, account.id, role) && (
          <Button aria-label={`Revoke the link: ${name}`} busy={busy} onClick={() => run(revoke)}>
            Revoke
          </Button>
        )}
      </div>
      {error && <ErrorLine>{error}</ErrorLine>}
    </li>
  );
}
