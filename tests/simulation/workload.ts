import { versionsOf } from '../../protocol/state/versions.ts';
import { memberNames } from './band.ts';
import { bounceNames, bounceUntilDone } from './bounces.ts';
import { dismissSomething } from './dismiss.ts';
import {
  type Act,
  conversationsOf,
  cutsOf,
  type Doing,
  idFor,
  projectsOf,
  someComment,
  someCut,
  somePicture,
  someReaction,
  someReply,
  vibesOf,
} from './doing.ts';
import type { Member } from './member.ts';
import { projectActs } from './project-acts.ts';
import type { ServerMachine } from './server-machine.ts';
import type { World } from './world.ts';

/** Lets a member do something with what their app shows them, fresh or stale. */
export function createWorkload(
  world: World,
  server: ServerMachine,
  members: readonly Member[],
): (member: Member) => void {
  let count = 0;
  return (member) => {
    const client = member.current();
    if (!client) return;
    const doing: Doing = {
      ...{ world, client, members, member: member.name },
      run: client.page.run,
      bounce: (bounce) => bounceUntilDone(world, server, { ...bounce, member: member.name }),
      words: () => {
        count += 1;
        return `No. ${count} of ${member.name}`;
      },
    };
    world.chance.weighted(acts)(doing);
  };
}

const acts: readonly (readonly [weight: number, act: Act])[] = [
  ...projectActs,
  [
    24,
    (doing) => {
      const cut = someCut(doing);
      if (!cut) return;
      const id = idFor(doing, 'loud');
      const timestamp = doing.world.chance.between(0, 200);
      const file = doing.world.chance.is(0.6) ? doing.world.chance.pick(cut.files) : undefined;
      const on = { cutId: cut.id, fileId: file?.id ?? null };
      const range = doing.world.chance.is(0.2) && { endTimestamp: timestamp + 8 };
      const someone = doing.world.chance.is(0.2) && {
        mentions: [doing.world.chance.pick(projectsOf(doing)[0]?.members ?? [])?.user.id ?? 'nobody'],
      };
      doing.run('comment.create', { id, ...on, text: doing.words(), timestamp, ...range, ...someone });
      // People discard or build on their own changes before anyone has answered.
      if (doing.world.chance.is(0.2)) doing.run('comment.update', { id, text: doing.words() });
      if (doing.world.chance.is(0.1)) doing.run('comment.delete', { id });
      if (doing.world.chance.is(0.1)) doing.run('comment.react', { id, ...someReaction(doing) });
      if (doing.world.chance.is(0.1)) doing.run('comment.resolve', { id });
      if (doing.world.chance.is(0.1)) doing.run('comment.reopen', { id });
    },
  ],
  [
    10,
    (doing) => {
      const commentId = someComment(doing)?.id ?? 'loud';
      const id = idFor(doing, 'so-what');
      doing.run('reply.create', { id, commentId, text: doing.words() });
      if (doing.world.chance.is(0.2)) doing.run('reply.update', { id, text: doing.words() });
      if (doing.world.chance.is(0.3)) doing.run('reply.react', { id, ...someReaction(doing) });
      if (doing.world.chance.is(0.1)) doing.run('reply.delete', { id });
    },
  ],
  [
    5,
    (doing) => {
      const comment = someComment(doing);
      const timestamp = doing.world.chance.between(0, 200);
      if (comment) doing.run('comment.update', { id: comment.id, timestamp, endTimestamp: null });
    },
  ],
  [
    4,
    (doing) => {
      const comment = someComment(doing);
      if (comment) doing.run('comment.delete', { id: comment.id });
    },
  ],
  [
    9,
    (doing) => {
      const { chance } = doing.world;
      const comment = someComment(doing);
      if (!comment) return;
      const act = chance.pick(['resolve', 'reopen', 'both'] as const);
      if (act !== 'reopen') doing.run('comment.resolve', { id: comment.id });
      if (act !== 'resolve') doing.run('comment.reopen', { id: comment.id });
    },
  ],
  [
    5,
    (doing) => {
      const comment = someComment(doing);
      if (comment) doing.run('comment.react', { id: comment.id, ...someReaction(doing) });
    },
  ],
  [
    3,
    (doing) => {
      const file = doing.world.chance.pick(cutsOf(doing).flatMap(({ files }) => files));
      if (file) doing.run('file.approve', { id: file.id, isApproved: doing.world.chance.is(0.7) });
    },
  ],
  [
    9,
    (doing) => {
      const { chance } = doing.world;
      const id = someReply(doing)?.id;
      if (id === undefined) return;
      const act = chance.pick(['delete', 'update', 'react'] as const);
      if (act === 'delete') doing.run('reply.delete', { id });
      else if (act === 'update') doing.run('reply.update', { id, text: doing.words() });
      else doing.run('reply.react', { id, ...someReaction(doing) });
    },
  ],
  [
    10,
    (doing) => {
      const vibe = doing.world.chance.pick(vibesOf(doing));
      if (!vibe) return;
      const id = idFor(doing, 'groove-1');
      doing.run('cut.create', { id, vibeId: vibe.id, name: doing.words() });
      if (doing.world.chance.is(0.3)) {
        const comment = { id: doing.client.page.newId(), cutId: id, text: doing.words(), timestamp: 1 };
        doing.run('comment.create', comment);
      }
    },
  ],
  [
    7,
    (doing) => {
      const cut = someCut(doing);
      if (cut) doing.run('cut.update', { id: cut.id, name: doing.words() });
    },
  ],
  [
    4,
    (doing) => {
      const cut = someCut(doing);
      const { chance } = doing.world;
      const music = {
        ...(chance.is(0.7) && { tempo: chance.between(60, 180) }),
        ...(chance.is(0.5) && { key: 'A minor' }),
        ...(chance.is(0.3) && { dawStart: chance.between(0, 60) }),
      };
      if (cut) doing.run('cut.describe', { id: cut.id, music });
    },
  ],
  [
    10,
    (doing) => {
      const [cut, vibe] = [someCut(doing), doing.world.chance.pick(vibesOf(doing))];
      if (cut && vibe) doing.run('cut.move', { id: cut.id, targetVibeId: vibe.id });
    },
  ],
  [
    3,
    (doing) => {
      const { chance } = doing.world;
      const cut = someCut(doing);
      if (!cut) return;
      doing.run('cut.delete', { id: cut.id });
      if (chance.is(0.4)) doing.run('cut.restore', { id: cut.id });
    },
  ],
  [
    3,
    (doing) => {
      const { chance, client } = { ...doing, ...doing.world };
      const project = chance.pick(projectsOf(doing));
      const deleted = project && chance.pick(client.account.cache.listDeletedCuts(project.id));
      if (!deleted) return;
      const { vibeId, projectId } = deleted.cut;
      if (chance.is(0.3)) return doing.run('vibe.restore', { id: vibeId, projectId });
      doing.run('cut.restore', { id: deleted.cut.id });
      const into = chance.pick(project.vibes.flatMap(({ cuts }) => cuts));
      if (into && chance.is(0.4)) doing.run('cut.merge', { id: deleted.cut.id, targetCutId: into.id });
    },
  ],
  [
    10,
    (doing) => {
      const { chance } = doing.world;
      const project = chance.pick(projectsOf(doing));
      const name = chance.pick(bounceNames);
      if (!project || name === undefined) return;
      const cutId = doing.client.page.newId();
      const cut = chance.is(0.3) ? chance.pick(project.vibes.flatMap(({ cuts }) => cuts)) : undefined;
      const target = { kind: 'song', projectId: project.id, cutId: cut?.id ?? cutId } as const;
      doing.bounce({ id: doing.client.page.newId(), name, target });
      // Over the same path.
      if (chance.is(0.4)) doing.bounce({ id: doing.client.page.newId(), name, target });
    },
  ],
  [
    9,
    (doing) => {
      const { chance } = doing.world;
      const project = chance.pick(projectsOf(doing));
      const cuts = project?.vibes.flatMap((vibe) => vibe.cuts) ?? [];
      const file = chance.pick(cuts.flatMap(({ files }) => files));
      const target = chance.pick(cuts);
      if (!file || !target) return;
      doing.run('file.move', { id: file.id, targetCutId: target.id });
      if (chance.is(0.3)) doing.run('file.move', { id: file.id, targetCutId: file.cutId });
    },
  ],
  [
    7,
    (doing) => {
      const { chance } = doing.world;
      const cuts = chance.pick(projectsOf(doing))?.vibes.flatMap((vibe) => vibe.cuts) ?? [];
      const from = chance.pick(cuts.filter(({ files }) => files.length > 0));
      const file = from && chance.pick(from.files);
      if (!from || !file || file.type === 'IMAGE') return;
      const target = chance.is(0.6) ? from : (chance.pick(cuts) ?? from);
      const type = file.type === 'CUT' ? 'STEM' : 'CUT';
      const version = type === 'STEM' ? chance.pick(versionsOf(target)) : undefined;
      const place = { targetCutId: target.id, ...(version && { versionId: version.id }) };
      doing.run('file.setType', { id: file.id, type, ...place });
      if (chance.is(0.5) || type === 'STEM') return;
      const id = doing.client.page.newId();
      const split = { id, cutId: target.id, name: doing.words(), fileIds: [], stemIds: [file.id] };
      if (chance.is(0.5)) return doing.run('cut.split', split);
      const back = file.versionId === undefined ? {} : { versionId: file.versionId };
      doing.run('file.setType', { id: file.id, type: 'STEM', targetCutId: from.id, ...back });
    },
  ],
  [
    5,
    (doing) => {
      const { chance } = doing.world;
      const cut = chance.pick(cutsOf(doing).filter(({ files }) => files.some(({ type }) => type === 'STEM')));
      const stems = cut?.files.filter(({ type }) => type === 'STEM' && chance.is(0.7)) ?? [];
      if (!cut || stems.length === 0) return;
      const id = doing.client.page.newId();
      const stemIds = stems.map((stem) => stem.id);
      doing.run('cut.split', { id, cutId: cut.id, name: doing.words(), fileIds: [], stemIds });
      if (chance.is(0.6)) return;
      doing.run('cut.merge', { id, targetCutId: cut.id });
      for (const stem of stems) {
        const place = { targetCutId: cut.id, ...(stem.versionId && { versionId: stem.versionId }) };
        doing.run('file.setType', { id: stem.id, type: 'STEM', ...place });
      }
    },
  ],
  [
    6,
    (doing) => {
      const { chance } = doing.world;
      const cuts = chance.pick(projectsOf(doing))?.vibes.flatMap((vibe) => vibe.cuts) ?? [];
      const [cut, into] = [chance.pick(cuts), chance.pick(cuts)];
      if (!cut || !into) return;
      doing.run('cut.merge', { id: cut.id, targetCutId: into.id });
      if (chance.is(0.5)) doing.run('vibe.delete', { id: cut.vibeId, onlyIfEmpty: true });
      const undo = { id: cut.id, cutId: into.id, name: cut.name, fileIds: cut.files.map(({ id }) => id) };
      if (chance.is(0.4)) doing.run('cut.split', { ...undo, vibeId: cut.vibeId });
      else if (chance.is(0.3)) doing.run('cut.update', { id: cut.id, name: doing.words() });
    },
  ],
  [
    6,
    (doing) => {
      const { chance, client } = { ...doing, ...doing.world };
      const cut = chance.pick(cutsOf(doing).filter(({ files }) => files.length > 0));
      if (!cut) return;
      const fileIds = cut.files.filter(() => chance.is(0.5)).map(({ id }) => id);
      const comments = client.account.cache.comments.read(cut.id)?.comments ?? [];
      const commentIds = comments.filter(() => chance.is(0.3)).map(({ id }) => id);
      const id = chance.pick(cut.formerIds ?? []) ?? client.page.newId();
      doing.run('cut.split', { id, cutId: cut.id, name: doing.words(), fileIds, commentIds });
    },
  ],
  [
    8,
    (doing) => {
      const file = doing.world.chance.pick(cutsOf(doing).flatMap(({ files }) => files));
      if (!file) return;
      const { id, projectId } = file;
      doing.run('file.delete', { id });
      if (doing.world.chance.is(0.7)) doing.run('file.restore', { id, projectId });
    },
  ],
  [
    4,
    (doing) => {
      const { chance } = doing.world;
      const file = chance.pick(cutsOf(doing).flatMap(({ files }) => files));
      const label = chance.pick(['v1', 'v2', null]) ?? null;
      const note = { note: doing.words(), ...(chance.is(0.4) && { isOfUpload: true as const }) };
      if (file) doing.run('file.update', { id: file.id, label, ...note });
    },
  ],
  [
    14,
    (doing) => {
      const cut = doing.world.chance.pick(cutsOf(doing).filter((one) => versionsOf(one).length > 1));
      const fileIds = cut ? versionsOf(cut).map(({ id }) => id) : [];
      if (cut) doing.run('cut.reorder', { id: cut.id, fileIds: fileIds.reverse() });
    },
  ],
  [
    4,
    (doing) => {
      const project = doing.world.chance.pick(projectsOf(doing));
      if (!project) return;
      const id = doing.client.page.newId();
      doing.run('vibe.create', { id, projectId: project.id, name: doing.words() });
      if (doing.world.chance.is(0.4)) {
        doing.run('cut.create', { id: doing.client.page.newId(), vibeId: id, name: doing.words() });
      }
    },
  ],
  [
    3,
    (doing) => {
      const vibe = doing.world.chance.pick(vibesOf(doing));
      if (vibe) doing.run('vibe.update', { id: vibe.id, name: doing.words() });
      if (vibe && doing.world.chance.is(0.4))
        doing.run('vibe.update', { id: vibe.id, picture: somePicture(doing) });
    },
  ],
  [
    3,
    (doing) => {
      const project = doing.world.chance.pick(projectsOf(doing));
      const vibeIds = project?.vibes.map(({ id }) => id).reverse() ?? [];
      if (project && vibeIds.length > 0) doing.run('vibe.reorder', { projectId: project.id, vibeIds });
    },
  ],
  [
    3,
    (doing) => {
      const vibe = doing.world.chance.pick(vibesOf(doing));
      if (!vibe) return;
      const { id, projectId } = vibe;
      doing.run('vibe.delete', { id });
      if (doing.world.chance.is(0.7)) doing.run('vibe.restore', { id, projectId });
    },
  ],
  [3, (doing) => doing.run('account.update', { picture: somePicture(doing) })],
  [
    14,
    (doing) => {
      const conversation = doing.world.chance.pick(conversationsOf(doing));
      if (!conversation) return;
      const message = { conversationId: conversation.id, text: doing.words() };
      doing.run('message.send', { id: idFor(doing, 'hello'), ...message });
    },
  ],
  [
    10,
    (doing) => {
      const project = doing.world.chance.pick(projectsOf(doing));
      if (!project) return;
      const people = project.members.map(({ user }) => user.id);
      const one = doing.world.chance.pick(people);
      const mentions = one !== undefined && doing.world.chance.is(0.3) ? { mentions: [one] } : {};
      const id = idFor(doing, 'said');
      const to = doing.world.chance.pick(project.room?.messages ?? [])?.id ?? id;
      const cutId = someCut(doing)?.id ?? 'none';
      const point = { id: doing.client.page.newId(), cutId, messageId: to };
      doing.run('room.send', { id, projectId: project.id, text: doing.words(), ...mentions });
      const reaction = { id: to, projectId: project.id, ...someReaction(doing) };
      if (doing.world.chance.is(0.4)) doing.run('room.react', reaction);
      if (doing.world.chance.is(0.2))
        doing.run('comment.create', { ...point, text: doing.words(), timestamp: 2 });
    },
  ],
  [
    4,
    (doing) => {
      const project = doing.world.chance.pick(projectsOf(doing));
      const upTo = project && doing.world.chance.pick(project.room?.messages ?? [])?.id;
      const { page } = doing.client;
      if (upTo !== undefined) page.look(page.handlers['room.read']({ projectId: project?.id ?? '', upTo }));
    },
  ],
  [
    2,
    (doing) => {
      const project = doing.world.chance.pick(projectsOf(doing));
      const level = doing.world.chance.pick(['everything', 'mentions', 'nothing'] as const);
      if (project && level) doing.run('attention.setLevel', { projectId: project.id, level });
    },
  ],
  [
    1,
    (doing) => {
      const project = doing.world.chance.pick(projectsOf(doing));
      const mail = doing.world.chance.pick(['off', 'mentions', 'versions'] as const);
      if (project && mail) doing.run('attention.setMail', { projectId: project.id, mail });
    },
  ],
  [
    1,
    (doing) => {
      const quietHours = doing.world.chance.is(0.5) ? { from: '22:00', until: '08:00' } : null;
      doing.run('attention.setQuietHours', { quietHours });
    },
  ],
  [
    3,
    (doing) => {
      const others = memberNames.filter((name) => name !== doing.member);
      const userId = doing.world.chance.pick(others) ?? '';
      doing.run('conversation.open', { id: doing.client.page.newId(), userId });
    },
  ],
  [
    4,
    ({ client: { page, account }, world }) => {
      const unread = account.inbox.notifications().filter(({ isRead }) => !isRead);
      const one = world.chance.pick(unread);
      if (one) page.look(page.handlers['notifications.read']({ id: one.id }));
    },
  ],
  [2, ({ client: { page } }) => page.look(page.handlers['notifications.readAll'](null))],
  [
    5,
    (doing) => {
      const { page } = doing.client;
      const conversation = doing.world.chance.pick(conversationsOf(doing));
      if (!conversation) return;
      const upTo = conversation.lastMessage?.id;
      if (upTo === undefined) return;
      page.look(page.handlers['chat.read']({ conversationId: conversation.id, upTo }));
    },
  ],
  [
    8,
    ({ client: { page, account }, world }) => {
      const project = world.chance.pick(account.cache.listProjects());
      if (!project) return;
      const isEntering = world.chance.is(0.75);
      page.look(page.handlers[isEntering ? 'projects.enter' : 'projects.leave']({ id: project.id }));
    },
  ],
  [
    8,
    (doing) => {
      const cut = someCut(doing);
      const { page } = doing.client;
      if (cut) page.look(page.handlers['comments.list']({ cutId: cut.id }));
    },
  ],
  [
    3,
    (doing) => {
      const conversation = doing.world.chance.pick(conversationsOf(doing));
      const { page } = doing.client;
      if (conversation)
        page.look(page.handlers['chat.messages']({ conversationId: conversation.id, limit: 5 }));
    },
  ],
  [3, dismissSomething],
  [2, ({ client: { page } }) => page.look(page.handlers['activities.list']({ projectId: null, limit: 50 }))],
  [
    4,
    ({ client: { page, account }, world }) => {
      const refused = account.outbox.list().filter(({ state }) => state.kind === 'refused');
      const one = world.chance.pick(refused);
      if (!one) return;
      const isRetried = world.chance.is(0.5);
      page.look(
        page.handlers[isRetried ? 'outbox.retry' : 'outbox.discard']({ operationId: one.operationId }),
      );
    },
  ],
  [
    1,
    ({ client: { page, account }, world }) => {
      const one = world.chance.pick(account.outbox.list().filter(({ state }) => state.kind === 'queued'));
      if (!one) return;
      world.ledger.withdrawn(one.operationId);
      page.look(page.handlers['outbox.discard']({ operationId: one.operationId }));
    },
  ],
];
