import { memberRoleSchema } from '../../protocol/wire/member.ts';
import { type Act, projectsOf, somePicture } from './doing.ts';
import { inviteSomeone } from './invite.ts';

/** Acts on projects and their members. */
export const projectActs: readonly (readonly [weight: number, act: Act])[] = [
  [
    2,
    (doing) => {
      const project = doing.world.chance.pick(projectsOf(doing));
      if (!project) return;
      const isPicture = doing.world.chance.is(0.4);
      const change = isPicture ? { picture: somePicture(doing) } : { name: doing.words() };
      doing.run('project.update', { id: project.id, ...change });
    },
  ],
  [1, (doing) => doing.run('project.create', { id: doing.client.page.newId(), name: doing.words() })],
  [
    1.2,
    (doing) => {
      const project = doing.world.chance.pick(projectsOf(doing));
      if (!project) return;
      doing.run('project.delete', { id: project.id });
      if (doing.world.chance.is(0.8)) doing.run('project.restore', { id: project.id });
    },
  ],
  [
    0.7,
    (doing) => {
      const project = doing.world.chance.pick(projectsOf(doing));
      const person = doing.world.chance.pick(project?.members ?? []);
      if (project && person) doing.run('member.remove', { projectId: project.id, userId: person.user.id });
    },
  ],
  [
    3,
    (doing) => {
      const { chance } = doing.world;
      const project = chance.pick(projectsOf(doing));
      const userId = chance.pick(project?.members ?? [])?.user.id;
      const role = chance.pick(memberRoleSchema.options);
      if (!project || userId === undefined) return;
      if (chance.is(0.4)) doing.run('project.transfer', { id: project.id, userId });
      else doing.run('member.setRole', { projectId: project.id, userId, role });
    },
  ],
  [5, ({ world, client, members }) => client.page.look(inviteSomeone(world, client, members))],
];
