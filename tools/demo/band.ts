import { newId } from '../../common/new-id.ts';
import type { CommandKind, CommandPayload } from '../../protocol/wire/command.ts';
import { commandBatchAnswerSchema } from '../../protocol/wire/command-batch.ts';
import { invitationSchema } from '../../protocol/wire/member.ts';

/** A signed-in member of the demo's band. */
export type BandMember = {
  name: string;
  email: string;
  password: string;
  cookie: string;
  command<Kind extends CommandKind>(kind: Kind, payload: CommandPayload<Kind>): Promise<unknown>;
  /** Uploads a file to a cut as its newest version. */
  upload(cutId: string, file: { name: string; bytes: Uint8Array<ArrayBuffer> }): Promise<void>;
};

/** Creates an account through the documented routes, like any client. */
export async function signUp(url: string, name: string, password: string): Promise<BandMember> {
  const email = `${name.toLowerCase()}@band.example`;
  const registered = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, name }),
  });
  await requireOk(registered, `${name} could not register`);
  const cookie = registered.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

  return {
    name,
    email,
    password,
    cookie,
    async command(kind, payload) {
      const response = await fetch(`${url}/api/commands`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ operations: [{ operationId: newId(), kind, payload }] }),
      });
      await requireOk(response, `${kind} failed`);
      const [answer] = commandBatchAnswerSchema.parse(await response.json()).answers;
      if (!answer?.ok) throw new Error(`${kind} was refused: ${answer?.message}`);
      return answer.result;
    },
    async upload(cutId, file) {
      const form = new FormData();
      // Fields come first: the server streams the form and must know the cut before the bytes arrive.
      form.append('cutId', cutId);
      form.append('file', new Blob([file.bytes]), file.name);
      const response = await fetch(`${url}/api/files/upload`, {
        method: 'POST',
        headers: { cookie },
        body: form,
      });
      await requireOk(response, `${file.name} could not be uploaded`);
    },
  };
}

/** Invites the newcomer and accepts the invitation. */
export async function joinBand(admin: BandMember, projectId: string, newcomer: BandMember): Promise<void> {
  const invitation = invitationSchema.parse(
    await admin.command('project.invite', { id: newId(), projectId, email: newcomer.email, role: 'MEMBER' }),
  );
  await newcomer.command('invitation.accept', { token: invitation.token });
}

async function requireOk(response: Response, what: string): Promise<void> {
  if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`);
}
