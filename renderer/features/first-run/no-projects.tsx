import { LinkIcon, Plus } from 'lucide-react';
import { useFrame } from '../../platform/frame-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/notice.tsx';

/** The first thing a newcomer sees after signing in. */
export function NoProjects() {
  const { ask } = useFrame();
  const { account } = useSession();
  return (
    <Empty
      title={`Welcome, ${account.name}`}
      action={
        <>
          <Button tone="primary" icon={Plus} onClick={() => ask({ kind: 'new-project' })}>
            Make a project…
          </Button>
          <Button icon={LinkIcon} onClick={() => ask({ kind: 'join-project' })}>
            Accept an invitation…
          </Button>
        </>
      }
    >
      A project is an album, an EP, a set: the place where the band hears what you bounce. Make one, or join
      your band’s.
    </Empty>
  );
}
