import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createBridgeEnd } from './bridge-end.ts';
import { enterIsolatedWorld } from './isolated-world.ts';
import { enterMainWorld } from './main-world.ts';
import { createCloneCodec } from './structured-clone.ts';

/** Names that only the two worlds and the host know. They are new for each window, so the page can't guess them. */
export interface PageNames {
  /** The world preload scripts run in. */
  isolatedWorld: string;
  /** The function in the isolated world that sends a message to the host. */
  binding: string;
  /** The function in the isolated world that receives a message from the host. */
  receiver: string;
  toMainWorld: string;
  toIsolatedWorld: string;
}

export function makePageNames(): PageNames {
  const secret = randomUUID();
  return {
    isolatedWorld: `electron isolated ${secret}`,
    binding: `send-${secret}`,
    receiver: `receive-${secret}`,
    toMainWorld: `main-${secret}`,
    toIsolatedWorld: `isolated-${secret}`,
  };
}

/** The script for the page's own world. */
export function mainWorldScript(names: PageNames): string {
  return `(${enterMainWorld})(${JSON.stringify(names)}, ${createBridgeEnd})`;
}

/** The script for the preload's world; `preload` is the path of a CommonJS file, as a sandboxed preload must be. */
export function isolatedWorldScript(names: PageNames, preload: string | undefined, facts: object): string {
  const body = preload === undefined ? '' : readFileSync(preload, 'utf8');
  const preloadFunction = `function (require, module, exports, process) {${body}\n}`;
  const values = [
    JSON.stringify(names),
    JSON.stringify(facts),
    createCloneCodec,
    createBridgeEnd,
    preloadFunction,
  ];
  return `(${enterIsolatedWorld})(${values.join(', ')})\n//# sourceURL=preload.cjs`;
}
