import type { Bus } from './bus.ts';
import { createLocalBus } from './local-bus.ts';
import { aloneNode, type Nodes } from './nodes.ts';

/** This server among those on its database. `isAlone`: no other process may write it. */
export type Sharing = { isAlone: boolean; bus: Bus; nodes: Nodes; close(): Promise<void> };

/** Of a server on a database of its own. */
export function sharingNothing(): Sharing {
  const nodes = aloneNode('alone');
  const bus = createLocalBus().connect({ node: nodes.id, clock: () => 0 });
  return { isAlone: true, nodes, bus, close: bus.close };
}
