import type { Member } from './member.ts';
import type { FaultName } from './plan.ts';
import type { ServerMachine } from './server-machine.ts';
import type { World } from './world.ts';

/** Causes the trouble that the plan asks for, at moments spread over its duration. */
export function scheduleFaults(world: World, server: ServerMachine, members: readonly Member[]): void {
  const { plan, chance, schedule, network } = world;
  const someone = () => chance.pick(members) as Member;
  /** A small one, as by a time server; an hour, as by a time zone set wrong; more than a timer can wait. */
  const jump = () =>
    (chance.is(0.5) ? 1 : -1) *
    chance.weighted([
      [3, chance.between(1, 5_000)],
      [2, 3_600_000],
      [1, chance.between(26, 400) * 86_400_000],
    ]);
  /** Mostly in the middle of something. */
  const halves = (most: number) => (chance.is(0.75) ? chance.between(1, most) : null);

  const strike: { [Name in FaultName]: () => void } = {
    partition() {
      const struck = chance.is(0.3) ? members : [someone()];
      for (const member of struck) {
        network.cut(member.name);
        member.hangUp();
        schedule.after(chance.between(500, chance.is(0.3) ? 200_000 : 30_000), () =>
          network.mend(member.name),
        );
      }
    },
    hangUp: () => someone().hangUp(),
    clientCrash: () => someone().crash(halves(5)),
    quit: () => someone().quit(),
    powerCut: () => someone().cutPower(),
    serverCrash: () => server.crash(halves(25)),
    restore: () => server.restore(),
    clientClockJump: () => someone().jumpClock(jump()),
    serverClockJump: () => server.jumpClock(jump()),
    sleep: () => someone().sleep(chance.between(1_000, 120_000), chance.between(0, 86_400_000)),
    fullDisk: () => someone().fillDisk(chance.between(100, 60_000)),
    housekeeping: () => server.sweep(),
  };

  for (const name of Object.keys(strike) as FaultName[]) {
    for (let count = 0; count < plan.faults[name]; count++) {
      schedule.after(chance.between(0, plan.duration), strike[name]);
    }
  }
  const moment = (most: number) => chance.between(0, Math.floor(plan.duration * most));
  if (plan.faults.powerCut > 0) {
    for (const member of members) schedule.after(moment(0.7), member.rememberCache);
  }
  if (plan.faults.restore > 0) schedule.after(moment(0.7), server.backUp);
}
