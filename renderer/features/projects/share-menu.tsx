import { Check, Globe, Link, Share2, UserPlus } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Project } from '../../../protocol/wire/project.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFrame } from '../../platform/frame-context.tsx';
import { may } from '../../platform/permissions.ts';
import { addressOf } from '../../platform/route.ts';
import { useSession } from '../../platform/session-context.tsx';
import { projectsText } from '../../text/projects.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ActionMenu, type MenuEntry } from '../../ui/menu.tsx';
import { useSay } from '../../ui/messages.tsx';

const text = projectsText.share;
const shownMilliseconds = 3_000;

/** Invites people to the project, or copies a link to it for those who are in it. */
export function ShareMenu({ project, narrow }: { project: Project; narrow: boolean }) {
  const { ask } = useFrame();
  const { copy, isCopied } = useCopyProjectLink();
  const entries: MenuEntry[] = [
    { kind: 'item', label: text.copyLink, icon: Link, onChoose: () => void copy(project) },
    { kind: 'note', text: text.linkHint },
  ];
  if (may(project.role, 'project.seeShares'))
    entries.push(
      { kind: 'line' },
      {
        kind: 'item',
        label: text.links,
        icon: Globe,
        onChoose: () => ask({ kind: 'share', of: { kind: 'project', project } }),
      },
    );
  if (may(project.role, 'member.invite'))
    entries.unshift(
      {
        kind: 'item',
        label: text.invite,
        icon: UserPlus,
        keys: 'I',
        onChoose: () => ask({ kind: 'invite', project }),
      },
      { kind: 'line' },
    );
  const trigger = narrow ? (
    <IconButton label={text.label(project.name)} icon={isCopied ? Check : Share2} />
  ) : (
    <Button tone="quiet" icon={isCopied ? Check : Share2} aria-label={text.label(project.name)}>
      {isCopied ? text.copied : text.button}
    </Button>
  );
  return (
    <>
      <ActionMenu trigger={trigger} entries={entries} />
      <span role="status" className="sr-only">
        {isCopied ? text.copied : ''}
      </span>
    </>
  );
}

/** `isCopied` for a few seconds. */
function useCopyProjectLink() {
  const bridge = useBridge();
  const say = useSay();
  const { serverUrl } = useSession();
  const [copies, setCopies] = useState({ count: 0, isFresh: false });
  useEffect(() => {
    if (!copies.isFresh) return;
    const timer = setTimeout(() => setCopies(({ count }) => ({ count, isFresh: false })), shownMilliseconds);
    return () => clearTimeout(timer);
  }, [copies]);
  const copy = async ({ id }: Project) => {
    const address = addressOf(serverUrl, { name: 'project', projectId: id, cutId: null });
    const answer = await bridge.invoke('app.copyText', { text: address });
    if (answer.ok) setCopies(({ count }) => ({ count: count + 1, isFresh: true }));
    else say.failed(text.copyFailed, `${answer.message} ${address}`);
  };
  return { copy, isCopied: copies.isFresh };
}
