import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { failureSentence } from '../../text/failures.ts';
import { toDawText } from '../../text/to-daw.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { useSay } from '../../ui/messages.tsx';

const text = toDawText.copies;
const copiesKey = ['dragged-copies'] as const;

/** The copies that were dragged into a DAW: how much they take, where they are, and a way to delete them. */
export function DraggedSettings() {
  const bridge = useBridge();
  const client = useQueryClient();
  const say = useSay();
  const [asks, setAsks] = useState(false);
  const { data } = useQuery({ queryKey: copiesKey, queryFn: () => read(bridge, 'drag.copies', null) });
  if (!data) return null;
  const show = async () => {
    const answer = await bridge.invoke('drag.showCopies', null);
    if (!answer.ok) say.failed(text.show, failureSentence(answer));
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-2 px-2">
      <legend className="pb-1 text-meta font-semibold text-faint">{text.heading}</legend>
      <p className="text-dim tabular-nums">
        {data.files === 0 ? text.none : text.usage(data.files, data.bytes)}
      </p>
      {data.files > 0 && (
        <div className="flex gap-2">
          <Button onClick={() => void show()}>{text.show}</Button>
          <Button tone="quiet" onClick={() => setAsks(true)}>
            {text.delete}
          </Button>
        </div>
      )}
      {asks && (
        <Confirm
          title={text.confirm}
          description={text.confirmHint}
          submit={text.submit}
          onClose={() => setAsks(false)}
          action={async () => {
            const answer = await bridge.invoke('drag.deleteCopies', null);
            if (!answer.ok) return failureSentence(answer);
            client.setQueryData(copiesKey, answer.data);
            return null;
          }}
        />
      )}
    </fieldset>
  );
}
