import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../protocol/ipc/bridge.ts';
import { followPushes } from '../../renderer/app/live-cache.ts';
import { readLatest } from '../../renderer/bridge/read.ts';
import {
  chatKeys,
  type LoadedMessages,
  readEarlier,
  readMessages,
} from '../../renderer/features/chat/chat-queries.ts';
import { createQueryClient } from '../../renderer/platform/queries.ts';
import { bandInbox, longInbox, message } from '../fixtures/renderer/page/inbox-sample.ts';
import { ben } from '../fixtures/renderer/page/sample.ts';
import { scenes } from '../fixtures/renderer/page/scenes.ts';
import { createScriptedBridge, type ScriptedBridge } from '../fixtures/renderer/page/scripted-bridge.ts';
import { type Inbox, receiveMessage } from '../fixtures/renderer/page/scripted-inbox.ts';
import { disposeLater } from '../helpers/disposal.ts';

function start(inbox: Inbox = bandInbox()) {
  const world = { ...(scenes.band as () => ScriptedBridge['world'])(), inbox };
  const script = createScriptedBridge(world);
  const client = createQueryClient();
  disposeLater(followPushes(script.bridge, client));
  disposeLater(() => client.clear());
  const say = (id: string) => receiveMessage(world, script.push, message(id, ben, id, -1));
  const held = () => client.getQueryData<LoadedMessages>(chatKeys.messages('cb'));
  return { script, client, say, held };
}

/** A bridge that runs `happen` between each call and its answer. */
function meanwhile(bridge: Bridge, happen: () => void): Bridge {
  return {
    ...bridge,
    async invoke(name, args) {
      const answer = await bridge.invoke(name, args);
      happen();
      return answer;
    },
  };
}

describe('loaded messages', () => {
  it('include messages that arrived during the read', async () => {
    const { script, say } = start();
    const page = await readMessages(
      meanwhile(script.bridge, () => say('cb-new')),
      'cb',
    );
    expect(page.messages.at(-1)?.id).toBe('cb-new');
    expect(page.messages).toHaveLength(9);
  });

  it('append new messages, but only once loaded', async () => {
    const { script, client, say, held } = start();
    say('cb-early');
    expect(held()).toBeUndefined();
    client.setQueryData(chatKeys.messages('cb'), await readMessages(script.bridge, 'cb'));
    say('cb-new');
    expect(held()?.messages.at(-1)?.id).toBe('cb-new');
  });

  it('grow by earlier pages until there are no more', async () => {
    const { script, client, held } = start(longInbox());
    client.setQueryData(chatKeys.messages('cb'), await readMessages(script.bridge, 'cb'));
    expect(held()?.messages).toHaveLength(50);
    while (held()?.hasEarlier) await readEarlier(script.bridge, client, 'cb');
    expect(held()?.messages.map(({ id }) => id)).toEqual(Array.from({ length: 1200 }, (_, n) => `cb-${n}`));
  });

  it('skip an earlier page after a reload, because it would leave a gap', async () => {
    const { script, client, held } = start(longInbox());
    client.setQueryData(chatKeys.messages('cb'), await readMessages(script.bridge, 'cb'));
    await readEarlier(script.bridge, client, 'cb');
    const fresh = await readMessages(script.bridge, 'cb');
    await readEarlier(
      meanwhile(script.bridge, () => client.setQueryData(chatKeys.messages('cb'), fresh)),
      client,
      'cb',
    );
    expect(held()).toEqual(fresh);
  });

  it('are reloaded when they may have a gap', async () => {
    const { script, client } = start();
    client.setQueryData(chatKeys.messages('cb'), await readMessages(script.bridge, 'cb'));
    script.push('messages.replaced', null);
    expect(client.getQueryState(chatKeys.messages('cb'))?.isInvalidated).toBe(true);
  });
});

describe('a list that is pushed as a whole', () => {
  it('uses the push that arrived before the answer', async () => {
    const { script } = start();
    const before = script.world.inbox.conversations;
    const list = await readLatest(script.bridge, 'conversations.changed', async () => {
      script.push('conversations.changed', []);
      return before;
    });
    expect(list).toEqual([]);
    expect(await readLatest(script.bridge, 'conversations.changed', async () => before)).toBe(before);
  });

  it('replaces the loaded list', () => {
    const { script, client } = start();
    client.setQueryData(chatKeys.bandmates, []);
    script.push('presence.changed', script.world.inbox.bandmates);
    expect(client.getQueryData(chatKeys.bandmates)).toEqual(script.world.inbox.bandmates);
  });
});
