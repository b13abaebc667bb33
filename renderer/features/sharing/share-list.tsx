import type { File } from '../../../protocol/wire/file.ts';
import type { Share } from '../../../protocol/wire/share.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { ReadFailure } from '../../bridge/read.ts';
import { mayDeleteText } from '../../platform/permissions.ts';
import { useProjects } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { commonText } from '../../text/common.ts';
import { failureSentence } from '../../text/failures.ts';
import { sharingText } from '../../text/sharing.ts';
import { Button } from '../../ui/button.tsx';
import { useAction } from '../../ui/dialog.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useReadSharesAgain, useShares } from './share-queries.ts';
import { shareFacts } from './share-text.ts';

/** The active links to the file. Their creators and admins can revoke them, with immediate effect. */
export function ShareList({ file, onRevoked }: { file: File; onRevoked: (id: string) => void }) {
  const shares = useShares(file.id);
  return (
    <section aria-label={sharingText.active} className="flex flex-col gap-1 border-t border-line pt-3">
      <h3 className="text-meta font-semibold text-faint">{sharingText.active}</h3>
      {shares.isPending ? (
        <Skeleton rows={1} label={sharingText.loading} />
      ) : shares.error ? (
        <>
          <ErrorLine>
            {shares.error instanceof ReadFailure ? failureSentence(shares.error) : shares.error.message}
          </ErrorLine>
          <Button className="self-end" busy={shares.isFetching} onClick={() => void shares.refetch()}>
            {commonText.tryAgain}
          </Button>
        </>
      ) : shares.data.length === 0 ? (
        <p className="text-dim">{sharingText.none}</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {shares.data.map((share) => (
            <ActiveLink key={share.id} share={share} file={file} onRevoked={onRevoked} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ActiveLink({
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
    // A link that is already gone counts as revoked.
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
          <Button aria-label={sharingText.revokeOne(name)} busy={busy} onClick={() => run(revoke)}>
            {sharingText.revoke}
          </Button>
        )}
      </div>
      {error && <ErrorLine>{error}</ErrorLine>}
    </li>
  );
}
