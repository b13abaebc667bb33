import { newId } from '../../../../common/new-id.ts';
import { musicFile } from '../../../helpers/music-files.ts';
import { pngDataUrl } from '../../../helpers/pictures.ts';
import {
  addMember,
  createProject,
  registerUser,
  signInAgain,
  type TestServer,
  type TestUser,
} from '../../../helpers/server.ts';
import { until } from '../../../helpers/until.ts';
import { makeWave, reserved, sendBytes, upload } from '../../../helpers/uploads.ts';
import { zipOf } from '../../../helpers/zip.ts';
import type { Caller } from './access.ts';

/** In the name or text of everything in a project, unless it is given another word: nobody outside may be answered it. */
export const canary = 'Nightingale';

export type Band = Record<Caller | 'host' | 'guest', TestUser>;

/** Everyone, and `host`, who has a band of their own and has invited `guest` to it. */
export async function assemble(server: TestServer) {
  const named = (name: string) => registerUser(server, { name });
  const [disabled, stranger, removed, listener, member, admin, owner, host, guest] = (await Promise.all(
    ['Disabled', 'Stranger', 'Removed', 'Listener', 'Member', 'Admin', 'Owner', 'Host', 'Guest'].map(named),
  )) as [TestUser, TestUser, TestUser, TestUser, TestUser, TestUser, TestUser, TestUser, TestUser];
  const ended = await signInAgain(server, owner);
  await ended.request('POST', '/api/auth/logout');
  const nobody = { ...stranger, cookie: '', accessToken: '' };
  const band: Band = {
    nobody,
    ended,
    disabled,
    stranger,
    removed,
    listener,
    member,
    admin,
    owner,
    host,
    guest,
  };
  // The operator's command ends sessions too. Here one is left, as after a race.
  await server.database.run('update user set disabledAt = createdAt where id = ?', disabled.account.id);
  const onProject: ((projectId: string) => Promise<void>)[] = [];

  /** A project with everyone in their role. */
  async function project(): Promise<string> {
    const id = await createProject(owner, [], 'Album');
    await addMember(owner, admin, id, 'ADMIN');
    await addMember(owner, member, id);
    await addMember(owner, listener, id, 'LISTENER');
    await addMember(owner, removed, id, 'ADMIN');
    await server.database.run(
      "insert into member (projectId, userId, role, joinedAt) select ?, id, 'ADMIN', createdAt from user where id = ?",
      id,
      disabled.account.id,
    );
    for (const tell of onProject) await tell(id);
    await owner.command('member.remove', { projectId: id, userId: removed.account.id });
    return id;
  }
  return { band, project, onProject };
}

/** The things of one project, and ways to make more of them. Everything is made by the owner unless it says otherwise. */
export async function furnish(server: TestServer, band: Band, project: () => Promise<string>, word = canary) {
  const { owner, admin, member, removed, host } = band;
  const projectId = await project();
  const vibe = async () =>
    (await owner.command('vibe.create', { id: newId(), projectId, name: `${word} songs` })).id;
  const [vibeId, otherVibeId] = [await vibe(), await vibe()];
  const cut = async () =>
    (await owner.command('cut.create', { id: newId(), vibeId, name: `${word} mix` })).id;
  const [cutId, otherCutId] = [await cut(), await cut()];
  const fileIn = async (to: string, bytes = makeWave(), name = `${word}.wav`, more = {}) =>
    (await upload({ server, user: owner }, bytes, { kind: 'cut', cutId: to }, { name, ...more })).file.id;
  const comment = async (by = admin) => {
    const made = { id: newId(), cutId, text: `${word} comment`, timestamp: 1 };
    return (await by.command('comment.create', made)).id;
  };
  const reply = async (commentId: string, by = admin) =>
    (await by.command('reply.create', { id: newId(), commentId, text: `${word} reply` })).id;
  const message = async () =>
    (await admin.command('room.send', { id: newId(), projectId, text: `${word} message` })).id;
  const deletedCut = async () => {
    const id = await cut();
    await owner.command('cut.delete', { id });
    return id;
  };
  const share = async (password?: string, more = {}): Promise<{ id: string; token: string }> => {
    const { body } = await admin.request('POST', `/api/files/${fileId}/share`, { password, ...more });
    return body;
  };
  const invite = async (to: TestUser): Promise<string> => {
    const toProject = await createProject(host, [], 'Elsewhere');
    const invitation = { id: newId(), projectId: toProject, email: to.email, role: 'MEMBER' as const };
    return (await host.command('project.invite', invitation)).token;
  };
  const link = async (): Promise<string> => {
    const toProject = await createProject(host, [], 'Elsewhere');
    return (await host.command('project.invite', { id: newId(), projectId: toProject, role: 'MEMBER' }))
      .token;
  };
  const reservation = (bytes = makeWave(), by = member) =>
    reserved(by, bytes, { kind: 'cut', cutId }, { name: `${word}.wav` });
  const transferred = async () => {
    const bytes = makeWave();
    const row = await reservation(bytes);
    await sendBytes({ server, user: member }, row, bytes);
    return row;
  };

  // Music, and the same turned down: two versions that can be compared.
  const olderFileId = await fileIn(cutId, musicFile());
  const fileId = await fileIn(
    cutId,
    musicFile((plane) => plane.map((sample) => sample / 2)),
  );
  const stem = { title: `${word} mix`, part: 'drums', isStem: true };
  await fileIn(cutId, makeWave(), `${word} drums.wav`, { song: stem });
  const zipId = await fileIn(cutId, await zipOf([`${word}.txt`]), `${word}.zip`);
  const commentId = await comment();
  const replyId = await reply(commentId);
  const messageId = await message();
  const { id: conversationId } = await member.command('conversation.open', { userId: admin.account.id });
  const hello = { id: newId(), conversationId, text: `${word} hello` };
  await admin.command('message.send', hello);
  await server.database.run("update user set role = 'ADMIN' where id = ?", host.account.id);
  await host.request('PUT', '/api/admin/announcement', { text: 'Restart at six' });
  const { avatarUrl } = await owner.command('account.update', { picture: pngDataUrl(8, 8) });
  await invite(band.guest);
  const { body: activities } = await owner.request('GET', `/api/activities?projectId=${projectId}`);
  const { token } = await share();
  const locked = await share('open sesame');
  const { token: guestToken } = await share(undefined, { comments: 'all' });
  // Figures that are measured later would count as changes.
  await until(async () => {
    const path = `/api/files/${fileId}/difference?to=${olderFileId}`;
    return (await owner.request('GET', path)).status === 200;
  });
  return {
    ...{ server, band, projectId, vibeId, otherVibeId, cutId, otherCutId, fileId, olderFileId, zipId },
    ...{ commentId, replyId, messageId, conversationId, token, lockedToken: locked.token, hello, guestToken },
    pictureSha256: String(avatarUrl).split('/').at(-1) ?? '',
    activityId: activities[0].id as string,
    uploadId: (await reservation()).id,
    removedId: removed.account.id,
    /** Each makes one more. */
    more: {
      ...{
        project,
        vibe,
        cut,
        deletedCut,
        comment,
        reply,
        message,
        share,
        invite,
        link,
        reservation,
        transferred,
      },
      async projectWithGuest() {
        const id = await project();
        await addMember(owner, band.guest, id);
        return id;
      },
      async version() {
        const to = await cut();
        return { cutId: to, fileId: await fileIn(to) };
      },
    },
    /** Another session, or the same if the account may have none. */
    again: (user: TestUser) => signInAgain(server, user).catch(() => user),
  };
}
export type Scene = Awaited<ReturnType<typeof furnish>>;
