import { reactionKindSchema } from '../../protocol/wire/comment.ts';
import { pngDataUrl } from '../helpers/pictures.ts';
import type { MemberName } from './band.ts';
import type { Bounce } from './bounces.ts';
import type { ClientLife } from './client-life.ts';
import type { Member } from './member.ts';
import type { World } from './world.ts';

export type Act = (doing: Doing) => void;

/** A moment at which a person acts on what they see. */
export type Doing = {
  world: World;
  member: MemberName;
  members: readonly Member[];
  client: ClientLife;
  run(kind: string, payload: object): void;
  bounce(bounce: Omit<Bounce, 'member'>): void;
  /** A text that nobody has written before. */
  words(): string;
};

export function projectsOf({ client: { account } }: Doing) {
  return account.cache.listProjects().flatMap(({ id }) => account.cache.readProject(id) ?? []);
}

export const vibesOf = (doing: Doing) => projectsOf(doing).flatMap(({ vibes }) => vibes);
export const cutsOf = (doing: Doing) => vibesOf(doing).flatMap(({ cuts }) => cuts);
export const conversationsOf = ({ client: { account } }: Doing) => account.inbox.conversations();

export function someCut(doing: Doing) {
  return doing.world.chance.pick(cutsOf(doing));
}

export function someComment(doing: Doing) {
  const { chance } = doing.world;
  const cut = chance.pick(cutsOf(doing).filter(({ commentCount }) => commentCount > 0));
  return cut && chance.pick(doing.client.account.cache.comments.read(cut.id)?.comments ?? []);
}

/** Mostly one of their own, which alone they may change. */
export function someReply(doing: Doing) {
  const { chance } = doing.world;
  const { comments } = doing.client.account.cache;
  const replies = cutsOf(doing).flatMap(({ id }) =>
    (comments.read(id)?.comments ?? []).flatMap((comment) => comment.replies),
  );
  return chance.pick(chance.is(0.8) ? replies.filter(({ user }) => user.id === doing.member) : replies);
}

/** A picture, none, or one that must be refused. */
export function somePicture({ world }: Doing): string | null {
  const side = world.chance.pick([8, 16, 24, 600] as const);
  return side === undefined || world.chance.is(0.2) ? null : pngDataUrl(side, side);
}

export function someReaction({ world: { chance } }: Doing) {
  return { reaction: chance.pick(reactionKindSchema.options), isGiven: chance.is(0.7) };
}

/** Mostly a new id; sometimes one in use, which must be refused. */
export function idFor({ client, world }: Doing, used: string | undefined): string {
  return used !== undefined && world.chance.is(0.03) ? used : client.page.newId();
}
