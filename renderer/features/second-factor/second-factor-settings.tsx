import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { secondFactorText as text } from '../../text/second-factor.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Enrol, WithCode } from './factor-dialogs.tsx';

type Open = 'enrol' | 'renew' | 'turn-off' | null;

/** Whether signing in needs a code, and turning that on and off. */
export function SecondFactorSettings() {
  const bridge = useBridge();
  const [open, setOpen] = useState<Open>(null);
  const factor = useQuery({
    queryKey: ['second-factor'],
    queryFn: () => read(bridge, 'secondFactor.read', null),
    // Another device may have changed it, and no event says so.
    staleTime: 0,
    gcTime: 0,
  });
  const close = () => {
    setOpen(null);
    void factor.refetch();
  };
  return (
    <section aria-label={text.heading} className="flex min-w-0 flex-col gap-2 px-2">
      <h3 className="text-meta font-semibold text-faint">{text.heading}</h3>
      {factor.isPending && <Skeleton rows={1} label={text.loading} />}
      {factor.error && <ErrorLine>{factor.error.message}</ErrorLine>}
      {factor.data && (
        <div className="flex min-h-11 flex-wrap items-center gap-2 border-t border-line py-1.5">
          <span className="min-w-40 flex-1">
            <span role="status" className="block wrap-anywhere">
              {factor.data.isOn ? text.on.state(factor.data.recoveryCodesLeft) : text.off.state}
            </span>
            {!factor.data.isOn && <span className="block text-meta text-dim">{text.off.hint}</span>}
          </span>
          {factor.data.isOn ? (
            <>
              <Button onClick={() => setOpen('renew')}>{text.on.renew}</Button>
              <Button tone="quiet" onClick={() => setOpen('turn-off')}>
                {text.on.turnOff}
              </Button>
            </>
          ) : (
            <Button onClick={() => setOpen('enrol')}>{text.off.turnOn}</Button>
          )}
        </div>
      )}
      {open === 'enrol' && <Enrol onClose={close} />}
      {(open === 'renew' || open === 'turn-off') && <WithCode kind={open} onClose={close} />}
    </section>
  );
}
