import { newId } from '../../common/new-id.ts';
import type { CommandKind, CommandPayload } from '../../protocol/wire/command.ts';
import { commandBatchAnswerSchema } from '../../protocol/wire/command.ts';
import { invitationSchema } from '../../protocol/wire/member.ts';

/** Someone of the demo's band, signed in. */
export type BandMember = {
  name: string;
  email: string;
  password: string;
  cookie: string;
  command<Kind extends CommandKind>(kind: Kind, payload: CommandPayload<Kind>): Promise<unknown>;
  /** Puts a whole file into a cut as its newest version. */
  upload(cutId: string, file: { name: string; bytes: Uint8Array<ArrayBuffer> }): Promise<void>;
};

/** Makes the account by the documented routes, as any client would. */
export async function signUp(url: string, name: string, password: string): Promise<BandMember> {
  const email = `${name.toLowerCase()}@band.example`;
  const registered = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, name }),
  });
  await mustBeFine(registered, `${name} could not register`);
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
      await mustBeFine(response, `${kind} failed`);
      const [answer] = commandBatchAnswerSchema.parse(await response.json()).answers;
      if (!answer?.ok) throw new Error(`${kind} was refused: ${answer?.message}`);
      return answer.result;
    },
    async upload(cutId, file) {
      const form = new FormData();
      // Fields first: the server reads the form as it comes and must know the cut when the bytes begin.
      form.append('cutId', cutId);
      form.append('file', new Blob([file.bytes]), file.name);
      const response = await fetch(`${url}/api/files/upload`, {
        method: 'POST',
        headers: { cookie },
        body: form,
      });
      await mustBeFine(response, `${file.name} could not be uploaded`);
    },
  };
}

/** One more member, invited and accepted. */
export async function joinBand(admin: BandMember, projectId: string, newcomer: BandMember): Promise<void> {
  const invitation = invitationSchema.parse(
    await admin.command('project.invite', { id: newId(), projectId, email: newcomer.email, role: 'MEMBER' }),
  );
  await newcomer.command('invitation.accept', { token: invitation.token });
}

async function mustBeFine(response: Response, what: string): Promise<void> {
  if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`);
}
