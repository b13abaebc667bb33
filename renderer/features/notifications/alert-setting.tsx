import { useQuery, useQueryClient } from '@tanstack/react-query';
import { BellRing } from 'lucide-react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { Button } from '../../ui/button.tsx';

const key = ['alerts'] as const;

/** Whether news is shown over other windows, where that is not a matter of course: a browser wants to be asked. */
export function AlertSetting() {
  const bridge = useBridge();
  const client = useQueryClient();
  const { data: state } = useQuery({
    queryKey: key,
    // It may have been decided in the browser's own settings meanwhile.
    staleTime: 0,
    queryFn: () => read(bridge, 'alerts.state', null),
  });
  if (state === undefined || state === 'shown') return null;
  const ask = async () => {
    const answer = await bridge.invoke('alerts.ask', null);
    if (answer.ok) client.setQueryData(key, answer.data);
  };
  return (
    <div className="flex flex-col items-start gap-2 px-2 py-1.5">
      <p className="text-meta text-dim">
        {state === 'ask'
          ? 'While you look at another window or tab, nothing shows you what is new. The browser can.'
          : 'This browser shows nothing over other windows: that is switched off for this page in its settings, or the page has no https.'}
      </p>
      {state === 'ask' && (
        <Button icon={BellRing} onClick={() => void ask()}>
          Let the browser show what is new…
        </Button>
      )}
    </div>
  );
}
