import { UserPlus, X } from 'lucide-react';
import { useState } from 'react';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { may } from '../../platform/permissions.ts';
import { firstRunText } from '../../text/first-run.ts';
import { Button, IconButton } from '../../ui/button.tsx';

const storageKey = (projectId: string) => `bandmate.invite-next ${projectId}`;

/** The next step once there is something to hear, while nobody else is in the project. */
export function InviteNext({ project }: { project: ProjectSnapshot }) {
  const { ask } = useFrame();
  const key = storageKey(project.id);
  const [isDismissed, setDismissed] = useState(() => localStorage.getItem(key) !== null);
  if (isDismissed || project.members.length > 1 || !may(project.role, 'member.invite')) return null;
  return (
    <section
      aria-label={firstRunText.next.label}
      className="relative mx-4 mt-2.5 flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-line bg-card py-2.5 pr-11 pl-4 max-[480px]:mr-3 max-[480px]:ml-2"
    >
      <p className="min-w-55 flex-1">
        <span className="block font-medium">{firstRunText.next.title}</span>
        <span className="block text-meta text-dim">{firstRunText.inviteHint}</span>
      </p>
      <Button tone="primary" icon={UserPlus} onClick={() => ask({ kind: 'invite', project })}>
        {firstRunText.invite}
      </Button>
      <IconButton
        label={firstRunText.next.dismiss}
        icon={X}
        className="absolute top-2 right-2"
        onClick={() => {
          localStorage.setItem(key, 'dismissed');
          setDismissed(true);
        }}
      />
    </section>
  );
}
