/** Node, promises, assertions and inspectors read these from any object, so they are undefined instead of throwing. */
const probed = new Set(['then', 'toJSON', 'asymmetricMatch', 'nodeType', 'domain', 'inspect', 'dock']);

/**
 * A prototype that throws when a member is read that the stand-in lacks. Without it, code that uses such a member would
 * get `undefined` and fail later, somewhere else.
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

/** `members`, with an error for every other member that is read. */
export function knownMembers<Members extends object>(name: string, members: Members): Members {
  const parent = Object.getPrototypeOf(members) as object;
  return Object.setPrototypeOf(members, refuseUnknown(name, parent)) as Members;
}

/** A module of Electron that the stand-in lacks entirely. */
export function missingModule(name: string): never {
  return new Proxy(Object.create(null), {
    get(_target, member) {
      if (typeof member === 'symbol' || probed.has(member)) return undefined;
      throw new Error(`${name}.${member} is not in the stand-in for Electron (tools/electron-host)`);
    },
  }) as never;
}
