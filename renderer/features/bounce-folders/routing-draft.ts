import type { Routing } from '../../../protocol/ipc/binding.ts';
import { nameSchema } from '../../../protocol/wire/id.ts';

/** A routing while it is being edited: what was typed for another way is not lost by looking at this one. */
export type RoutingDraft = { kind: Routing['kind']; vibeId: string; name: string };

export function routingDraft(routing: Routing): RoutingDraft {
  return {
    kind: routing.kind,
    vibeId: routing.kind === 'vibe' ? routing.vibeId : '',
    name: routing.kind === 'vibe-name' ? routing.name : '',
  };
}

/** The routing, or a sentence on what is missing. */
export function checkRouting(draft: RoutingDraft): Routing | string {
  if (draft.kind === 'vibe') {
    return draft.vibeId === '' ? 'Choose the vibe.' : { kind: 'vibe', vibeId: draft.vibeId };
  }
  if (draft.kind === 'vibe-name') {
    const name = nameSchema.safeParse(draft.name);
    return name.success ? { kind: 'vibe-name', name: name.data } : 'Give the new vibe a name.';
  }
  return { kind: draft.kind };
}
