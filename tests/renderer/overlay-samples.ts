import type { NamedEvent } from '../../protocol/wire/event.ts';
import { summerEp } from '../fixtures/renderer/page/sample.ts';
import { ofComments, ofProject } from './overlay-surfaces.ts';

export function member(id: string) {
  const found = ofProject.base.members.find(({ user }) => user.id === id);
  if (!found) throw new Error(`No member ${id}`);
  return found;
}

export function vibe(id: string) {
  const found = summerEp().vibes.find((one) => one.id === id);
  if (!found) throw new Error(`The sample has no vibe ${id}`);
  const { cuts: _, ...rest } = found;
  return { ...rest, createdAt: ofProject.base.vibes.find((one) => one.id === id)?.createdAt ?? '' };
}

export function file(id: string) {
  const files = ofProject.base.vibes.flatMap(({ cuts }) => cuts).flatMap((cut) => cut.files);
  const found = files.find((one) => one.id === id);
  if (!found) throw new Error(`The sample has no file ${id}`);
  return found;
}

export function commentOf(id: string) {
  const comment = ofComments.base.find((one) => one.id === id);
  if (!comment) throw new Error(`The sample has no comment ${id}`);
  return comment;
}

export function someReply() {
  const reply = ofComments.base.flatMap(({ replies }) => replies)[0];
  if (!reply) throw new Error('The sample has no reply');
  return reply;
}

export const becameStem: NamedEvent = {
  name: 'file:moved',
  payload: {
    ...{ fileId: 'sg3a', fromCutId: 'sg3', toCutId: 'sg3', commentCount: 0 },
    ...{ type: 'STEM', versionId: 'sg3b' },
  },
};
