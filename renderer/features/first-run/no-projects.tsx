import { LinkIcon, Plus } from 'lucide-react';
import { useFrame } from '../../platform/frame-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { firstRunText } from '../../text/first-run.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/notice.tsx';

/** The first screen of a new user after signing in. */
export function NoProjects() {
  const { ask } = useFrame();
  const { account } = useSession();
  return (
    <Empty
      picture="journey"
      title={firstRunText.welcome(account.name)}
      action={
        <>
          <Button tone="primary" icon={Plus} onClick={() => ask({ kind: 'new-project' })}>
            {firstRunText.newProject}
          </Button>
          <Button icon={LinkIcon} onClick={() => ask({ kind: 'join-project' })}>
            {firstRunText.acceptInvitation}
          </Button>
        </>
      }
    >
      {firstRunText.introduction}
    </Empty>
  );
}
