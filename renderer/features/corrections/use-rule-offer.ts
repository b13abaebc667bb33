import type { File } from '../../../protocol/wire/file.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { useBindings, useTransfers } from '../../platform/queries.ts';
import { correctionsText } from '../../text/corrections.ts';
import { baseName } from '../../text/format.ts';
import { rulesFor } from './folder-rules.ts';
import type { Offer } from './use-correct.ts';

/**
 * Offers a rule for the bounce folder that a version came from, so that the next one needs no correction. Undefined if it
 * came from none of this computer's folders, or no rule would help.
 */
export function useRuleOffer(): (file: File, becameOwnCut: boolean) => Offer | undefined {
  const transfers = useTransfers().data;
  const bindings = useBindings().data;
  const { ask } = useFrame();
  return (file, becameOwnCut) => {
    const from = transfers?.find(({ state }) => state.kind === 'done' && state.fileId === file.id);
    const binding = bindings?.find(({ id }) => id === from?.bindingId);
    const rules = rulesFor(file.name, becameOwnCut);
    if (!binding || rules.length === 0) return undefined;
    return {
      label: correctionsText.rule.offer(baseName(binding.folder)),
      onChoose: () => ask({ kind: 'folder-rule', binding, rules }),
    };
  };
}
