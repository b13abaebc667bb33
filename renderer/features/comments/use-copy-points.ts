import { useState } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { pointsText } from '../../text/points.ts';
import { useSay } from '../../ui/messages.tsx';
import { type OpenPoint, pointsAsText } from './point-list.ts';

/** Copies points as text. `isCopied` once it has, while this is on the screen. */
export function useCopyPoints() {
  const bridge = useBridge();
  const say = useSay();
  const [isCopied, setCopied] = useState(false);
  const copy = async (points: readonly OpenPoint[]) => {
    const answer = await bridge.invoke('app.copyText', { text: pointsAsText(points) });
    setCopied(answer.ok);
    if (!answer.ok) say.failed(pointsText.copyFailed, answer.message);
  };
  return { copy, isCopied };
}
