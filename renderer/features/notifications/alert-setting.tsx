import { useQuery, useQueryClient } from '@tanstack/react-query';
import { BellRing } from 'lucide-react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { settingsText } from '../../text/notifications.ts';
import { Button } from '../../ui/button.tsx';

const key = ['alerts'] as const;

/** Permission for notifications over other windows. Only browsers ask for it. */
export function AlertSetting() {
  const bridge = useBridge();
  const client = useQueryClient();
  const { data: state } = useQuery({
    queryKey: key,
    // The user may have changed it in the browser's settings.
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
        {state === 'ask' ? settingsText.alerts.ask : settingsText.alerts.blocked}
      </p>
      {state === 'ask' && (
        <Button icon={BellRing} onClick={() => void ask()}>
          {settingsText.alerts.allow}
        </Button>
      )}
    </div>
  );
}
