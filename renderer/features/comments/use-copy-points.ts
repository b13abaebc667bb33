import { useBridge } from '../../bridge/bridge-context.tsx';
import { pointsText } from '../../text/points.ts';
import { useSay } from '../../ui/messages.tsx';
import { type OpenPoint, pointsAsText } from './point-list.ts';

/** Copies points as text, and says so. */
export function useCopyPoints(): (points: readonly OpenPoint[]) => Promise<void> {
  const bridge = useBridge();
  const say = useSay();
  return async (points) => {
    const answer = await bridge.invoke('app.copyText', { text: pointsAsText(points) });
    if (answer.ok) say.inform(pointsText.copied(points.length));
    else say.failed(pointsText.copyFailed, answer.message);
  };
}
