import { io } from 'socket.io-client';
import type { Cut } from '../../protocol/wire/cut.ts';
import type { File } from '../../protocol/wire/file.ts';
import { joinAnswerSchema } from '../../protocol/wire/room.ts';
import type { BandMember } from './band.ts';

/**
 * Prints each new cut and file of a project as a line, with a plain Socket.IO client. Resolves once it has joined the
 * project's room; the returned function disconnects.
 */
export async function followProject(
  url: string,
  member: BandMember,
  projectId: string,
  print: (line: string) => void,
): Promise<() => void> {
  const socket = io(url, { transports: ['websocket'], extraHeaders: { cookie: member.cookie } });
  const cutNames = new Map<string, string>();
  socket.on('cut:created', (cut: Cut) => {
    cutNames.set(cut.id, cut.name);
    print(`${clock()}  new cut “${cut.name}” by ${cut.createdBy.name}`);
  });
  socket.on('file:uploaded', (file: File) => {
    const cut = cutNames.get(file.cutId);
    const length = file.audio ? `, ${file.audio.durationSeconds.toFixed(1)} s of sound` : '';
    print(
      `${clock()}  ${file.name}${cut ? ` in “${cut}”` : ''} by ${file.uploadedBy.name} (${megabytes(file.size)}${length})`,
    );
  });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    const answer = joinAnswerSchema.parse(await socket.emitWithAck('join:project', { projectId }));
    if (!answer.ok) throw new Error(answer.message);
  } catch (error) {
    socket.close();
    throw error;
  }
  return () => socket.close();
}

/** The time of day, such as 14:05:59. */
export function clock(): string {
  return new Date().toTimeString().slice(0, 8);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
