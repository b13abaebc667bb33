import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { fuses } from './configuration.ts';

/** The bytes of a fuse that is off, and on. */
const off = 0x30;
const on = 0x31;

/** Throws unless the program has each fuse of the configuration as that says. */
export async function checkFuses(program: string): Promise<void> {
  const wire = await getCurrentFuseWire(program);
  const wrong = Object.entries(fuses).filter(([name, isOn]) => {
    const option = FuseV1Options[capitalised(name)];
    return wire[option] !== (isOn ? on : off);
  });
  if (wrong.length > 0)
    throw new Error(`Fuses are not as configured: ${wrong.map(([name]) => name).join(', ')}`);
}

type FuseName = keyof typeof FuseV1Options;
const capitalised = (name: string) => (name[0]?.toUpperCase() + name.slice(1)) as FuseName;
