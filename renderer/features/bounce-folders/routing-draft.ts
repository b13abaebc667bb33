import type { Routing } from '../../../protocol/ipc/binding.ts';
import { nameSchema } from '../../../protocol/wire/id.ts';
import { bounceFoldersText } from '../../text/bounce-folders.ts';

/** A routing being edited. Keeps what was typed for the other kinds while the user tries this one. */
export type RoutingDraft = { kind: Routing['kind']; vibeId: string; name: string };

export function routingDraft(routing: Routing): RoutingDraft {
  return {
    kind: routing.kind,
    vibeId: routing.kind === 'vibe' ? routing.vibeId : '',
    name: routing.kind === 'vibe-name' ? routing.name : '',
  };
}

/** The routing, or an error sentence when something is missing. */
export function checkRouting(draft: RoutingDraft): Routing | string {
  if (draft.kind === 'vibe') {
    return draft.vibeId === ''
      ? bounceFoldersText.routing.vibeMissing
      : { kind: 'vibe', vibeId: draft.vibeId };
  }
  if (draft.kind === 'vibe-name') {
    const name = nameSchema.safeParse(draft.name);
    return name.success ? { kind: 'vibe-name', name: name.data } : bounceFoldersText.routing.vibeNameMissing;
  }
  return { kind: draft.kind };
}
