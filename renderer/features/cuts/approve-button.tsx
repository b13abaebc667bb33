import { BadgeCheck } from 'lucide-react';
import type { File } from '../../../protocol/wire/file.ts';
import { useRunCommand } from '../../platform/commands.ts';
import { useSession } from '../../platform/session-context.tsx';
import { cutsText } from '../../text/cuts.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useSay } from '../../ui/messages.tsx';
import { tooltip } from '../../ui/tooltips.tsx';

/** Approves the shown version, or takes the user's approval back. `name`: that of the version. */
export function ApproveButton({ file, name }: { file: File; name: string }) {
  const { account } = useSession();
  const run = useRunCommand();
  const say = useSay();
  const isApproved = file.approvals?.some(({ user }) => user.id === account.id) ?? false;
  const toggle = async () => {
    const failure = await run('file.approve', { id: file.id, isApproved: !isApproved });
    if (failure !== null) say.failed(cutsText.approveFailed, failure);
  };
  return (
    <Button
      tone="quiet"
      icon={BadgeCheck}
      {...tooltip(isApproved ? cutsText.takeApprovalBack(name) : cutsText.approveHint(name))}
      aria-pressed={isApproved}
      className={classNames(isApproved && 'text-good')}
      onClick={() => void toggle()}
    >
      <span className="max-[480px]:sr-only">{isApproved ? cutsText.approvedByMe : cutsText.approve}</span>
    </Button>
  );
}
