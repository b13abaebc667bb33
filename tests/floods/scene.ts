import { newId } from '../../common/new-id.ts';
import { makeWave } from '../helpers/uploads.ts';
import { type Person, register } from './person.ts';

/** Ana and Ben, whose bandmate Rex means harm, and a stranger with a project of their own. */
export type FloodScene = {
  url: string;
  ana: Person;
  rex: Person;
  stranger: Person;
  projectId: string;
  cutId: string;
  strangersProjectId: string;
  strangersCutId: string;
  shareToken: string;
  /** A link to a version by which guests may comment. */
  guest: { token: string; fileId: string };
};

export async function openScene(url: string): Promise<FloodScene> {
  const [ana, rex, stranger] = [
    await register(url, 'Ana'),
    await register(url, 'Rex'),
    await register(url, 'Stranger'),
  ];
  const own = await openProject(ana);
  const theirs = await openProject(stranger);
  const invitation = { id: newId(), projectId: own.projectId, email: rex.email, role: 'MEMBER' };
  const [{ token }] = (await ana.run(['project.invite', invitation])) as [{ token: string }];
  await rex.run(['invitation.accept', { token }]);
  // The first search starts its thread.
  await stranger.ask('GET', '/api/search?q=mix');
  return {
    ...{ url, ana, rex, stranger, ...own },
    ...{ strangersProjectId: theirs.projectId, strangersCutId: theirs.cutId },
    shareToken: await shareFile(ana, own.cutId),
    guest: await shareVersion(ana, own.cutId),
  };
}

async function openProject(person: Person) {
  const [projectId, vibeId, cutId] = [newId(), newId(), newId()];
  await person.run(
    ['project.create', { id: projectId, name: 'Songs' }],
    ['vibe.create', { id: vibeId, projectId, name: 'Vibe' }],
    ['cut.create', { id: cutId, vibeId, name: 'Mix' }],
    // Search has to count every place of this word.
    ['comment.create', { id: newId(), cutId, text: 'a '.repeat(2500), timestamp: 1 }],
  );
  return { projectId, cutId };
}

/** A link with a password, to a picture that is smaller than any sound. */
async function shareFile(ana: Person, cutId: string): Promise<string> {
  const uploaded = await uploadForm(
    ana,
    cutId,
    'cover.gif',
    Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'),
  );
  const { id } = JSON.parse(uploaded.body) as { id: string };
  const made = await ana.ask('POST', `/api/files/${id}/share`, { password: 'open sesame' });
  return (JSON.parse(made.body) as { token: string }).token;
}

async function shareVersion(ana: Person, cutId: string) {
  const uploaded = await uploadForm(ana, cutId, 'mix.wav', makeWave(4000));
  const { id: fileId } = JSON.parse(uploaded.body) as { id: string };
  const made = await ana.ask('POST', `/api/files/${fileId}/share`, { comments: 'all' });
  return { token: (JSON.parse(made.body) as { token: string }).token, fileId };
}

export function uploadForm(person: Person, cutId: string, name: string, file: Buffer) {
  const form = Buffer.concat([
    Buffer.from(`--x\r\nContent-Disposition: form-data; name="cutId"\r\n\r\n${cutId}\r\n--x\r\n`),
    Buffer.from(`Content-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`),
    file,
    Buffer.from('\r\n--x--\r\n'),
  ]);
  return person.ask('POST', '/api/files/upload', form, { 'content-type': 'multipart/form-data; boundary=x' });
}
