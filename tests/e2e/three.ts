import { newId } from '../../common/new-id.ts';
import { registerUser, type TestUser } from '../helpers/server.ts';
import type { Band } from './band.ts';
import { makeCut, type Web } from './web.ts';

/** Makes Cy a member of the band’s project. */
export async function addCy(band: Band): Promise<TestUser> {
  const cy = await registerUser(band.server, { name: 'Cy' });
  const invitation = { id: newId(), projectId: band.projectId, email: cy.email, role: 'MEMBER' } as const;
  const { token } = await band.ana.command('project.invite', invitation);
  await cy.command('invitation.accept', { token });
  return cy;
}

/** Ana and Ben in the app, at the songs of their project, and Cy in a browser, at one of 20 seconds. */
export async function openThree(band: Band, web: Web) {
  const cy = await addCy(band);
  const { place } = await makeCut(band);
  const [ana, ben, page] = await Promise.all([
    band.openApp(band.ana),
    band.openApp(band.ben),
    web.signIn(cy, `/#${place}`),
  ]);
  return { ana: ana.page, ben: ben.page, cy: page, killBen: ben.kill };
}
