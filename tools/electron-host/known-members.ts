/** Looked up by Node, promises, assertions and inspectors on any object: absence is the right answer. */
const probed = new Set(['then', 'toJSON', 'asymmetricMatch', 'nodeType', 'domain', 'inspect', 'dock']);

/**
 * A prototype that throws when something is read that the stand-in has not got. Without it, code that uses more of
 * Electron than is here would see `undefined` and go wrong somewhere else.
 */
export function refuseUnknown<Parent extends object>(name: string, parent: Parent): Parent {
  return new Proxy(parent, {
    get(target, member, receiver) {
      if (typeof member === 'symbol' || member in target || probed.has(member)) {
        return Reflect.get(target, member, receiver);
      }
      throw new Error(`${name}.${member} is not in the stand-in for Electron (tools/electron-host)`);
    },
  });
}

/** `members`, and an error for each other member that is asked for. */
export function knownMembers<Members extends object>(name: string, members: Members): Members {
  const parent = Object.getPrototypeOf(members) as object;
  return Object.setPrototypeOf(members, refuseUnknown(name, parent)) as Members;
}

/** A module of Electron that the stand-in has not got at all. */
export function missingModule(name: string): never {
  return new Proxy(Object.create(null), {
    get(_target, member) {
      if (typeof member === 'symbol' || probed.has(member)) return undefined;
      throw new Error(`${name}.${member} is not in the stand-in for Electron (tools/electron-host)`);
    },
  }) as never;
}
