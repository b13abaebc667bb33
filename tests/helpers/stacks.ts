import { newId } from '../../common/new-id.ts';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { File } from '../../protocol/wire/file.ts';
import { type ProjectSnapshot, projectSnapshotSchema } from '../../protocol/wire/project.ts';
import type { Reserve, UploadTarget } from '../../protocol/wire/upload.ts';
import { createProject, registerUser, startServer, type TestServer, type TestUser } from './server.ts';
import { makeWave, upload } from './uploads.ts';

/** A band of two with one project, into which bounces are uploaded by their names; on a server of its own by default. */
export async function startBand(shared?: TestServer) {
  const server = shared ?? (await startServer());
  const [ana, ben] = [await registerUser(server), await registerUser(server, { name: 'Ben' })];
  return { server, ana, ben, ...(await startProject(server, ana, ben)) };
}

export async function startProject(server: TestServer, ana: TestUser, ben: TestUser) {
  const projectId = await createProject(ana, [ben]);
  const target = (more: object = {}) =>
    ({ kind: 'song', projectId, cutId: newId(), ...more }) as Extract<UploadTarget, { kind: 'song' }>;
  return {
    projectId,
    target,
    /** Uploads a new sound of that name and answers the file. */
    async bounce(name: string, more: Partial<Reserve> & { by?: TestUser; vibe?: object } = {}) {
      const { by: user = ana, vibe, ...rest } = more;
      const done = await upload({ server, user }, makeWave(), target(vibe && { vibe }), { name, ...rest });
      return done.file;
    },
    read: () => readProject(ana, projectId),
    async cuts(): Promise<Cut[]> {
      return (await readProject(ana, projectId)).vibes.flatMap((vibe) => vibe.cuts);
    },
    /** The versions of each cut by its name. */
    async stacks(): Promise<Record<string, string[]>> {
      const cuts = (await readProject(ana, projectId)).vibes.flatMap((vibe) => vibe.cuts);
      return Object.fromEntries(cuts.map((cut) => [cut.name, cut.files.map(({ name }) => name)]));
    },
  };
}

/** A file without the figures that are measured at some later moment. */
export function fileWithoutFigures({ loudness: _loudness, difference: _difference, ...file }: File): File {
  return file;
}

export function withoutFigures(cut: Cut): Cut {
  return { ...cut, files: cut.files.map(fileWithoutFigures) };
}

export async function readProject(user: TestUser, projectId: string): Promise<ProjectSnapshot> {
  const { body } = await user.request('GET', `/api/projects/${projectId}`);
  return projectSnapshotSchema.parse(body);
}
