/** Turns values into text and back, in the host and in the page. */
export interface CloneCodec {
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/**
 * Structured clone as text, for values Electron sends over IPC: everything JSON knows, and undefined, NaN, -0, bigint,
 * Date, RegExp, Map, Set, ArrayBuffer and its views, Error, boxed primitives, holes and cycles. Functions, promises,
 * symbols and objects of the DOM throw as they do in Electron.
 *
 * The function is self-contained: its source text also runs in the page, so it can't refer to anything outside itself.
 */
export function createCloneCodec(): CloneCodec {
  type Coded = string | number | boolean | null | [string, ...unknown[]];
  const views = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
  };
  const moreViews = { Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView };
  const constructors: Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => unknown> = {
    ...views,
    ...moreViews,
  };
  const errors: Record<string, ErrorConstructor> = {
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  };
  const toBase64 = (buffer: ArrayBuffer) => {
    const bytes = new Uint8Array(buffer);
    let text = '';
    for (let start = 0; start < bytes.length; start += 0x8000) {
      text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
    }
    return btoa(text);
  };
  const fromBase64 = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;

  return {
    encode(root) {
      const nodes: unknown[] = [];
      const seen = new Map<object, number>();
      const encodeObject = (value: object): unknown[] => {
        const tag = Object.prototype.toString.call(value).slice(8, -1);
        if (Array.isArray(value)) {
          return [
            'array',
            value.length,
            Object.keys(value).map((key) => [key, visit(Reflect.get(value, key))]),
          ];
        }
        if (ArrayBuffer.isView(value)) {
          const length = value instanceof DataView ? value.byteLength : (value as Uint8Array).length;
          return ['view', tag, visit(value.buffer), value.byteOffset, length];
        }
        if (value instanceof Error) {
          const cause = 'cause' in value ? [visit(value.cause)] : [];
          return ['error', value.name, value.message, value.stack ?? '', ...cause];
        }
        switch (tag) {
          case 'Object':
            return ['object', Object.keys(value).map((key) => [key, visit(Reflect.get(value, key))])];
          case 'Date':
            return ['date', visit((value as Date).getTime())];
          case 'RegExp':
            return ['pattern', (value as RegExp).source, (value as RegExp).flags];
          case 'Map':
            return [
              'map',
              [...(value as Map<unknown, unknown>)].map(([key, item]) => [visit(key), visit(item)]),
            ];
          case 'Set':
            return ['set', [...(value as Set<unknown>)].map(visit)];
          case 'ArrayBuffer':
            return ['buffer', toBase64(value as ArrayBuffer)];
          case 'String':
          case 'Number':
          case 'Boolean':
            return ['boxed', visit(value.valueOf())];
          default:
            throw new Error('An object could not be cloned.');
        }
      };
      const visit = (value: unknown): Coded => {
        if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
        if (value === undefined) return ['undefined'];
        if (typeof value === 'bigint') return ['bigint', String(value)];
        if (typeof value === 'number') {
          return Number.isFinite(value) && !Object.is(value, -0)
            ? value
            : ['number', Object.is(value, -0) ? '-0' : String(value)];
        }
        if (typeof value !== 'object') throw new Error('An object could not be cloned.');
        let index = seen.get(value);
        if (index === undefined) {
          index = nodes.push(null) - 1;
          seen.set(value, index);
          nodes[index] = encodeObject(value);
        }
        return ['ref', index];
      };
      return JSON.stringify([visit(root), nodes]);
    },

    decode(text) {
      const [root, nodes] = JSON.parse(text) as [Coded, [tag: string, ...parts: never[]][]];
      const made: unknown[] = [];
      const visit = (coded: Coded): unknown => {
        if (!Array.isArray(coded)) return coded;
        const [tag, value] = coded;
        if (tag === 'undefined') return undefined;
        if (tag === 'bigint') return BigInt(value as string);
        if (tag === 'number') return Number(value);
        const index = value as number;
        if (!(index in made)) decodeObject(index);
        return made[index];
      };
      const decodeObject = (index: number): void => {
        const [tag, first, second, third, fourth] = nodes[index] as [string, never, never, never, never];
        if (tag === 'object' || tag === 'array') {
          const target: object = tag === 'array' ? new Array(first) : {};
          made[index] = target;
          for (const [key, item] of (tag === 'array' ? second : first) as unknown as [string, Coded][]) {
            const property = { value: visit(item), writable: true, enumerable: true, configurable: true };
            Object.defineProperty(target, key, property);
          }
        } else if (tag === 'map') {
          const target = new Map();
          made[index] = target;
          for (const [key, item] of first as unknown as [Coded, Coded][]) target.set(visit(key), visit(item));
        } else if (tag === 'set') {
          const target = new Set();
          made[index] = target;
          for (const item of first as unknown as Coded[]) target.add(visit(item));
        } else if (tag === 'error') {
          const error = new (errors[first as string] ?? Error)(second);
          made[index] = error;
          Object.defineProperty(error, 'stack', { value: third, writable: true, configurable: true });
          if (fourth !== undefined) {
            const property = { value: visit(fourth), writable: true, configurable: true };
            Object.defineProperty(error, 'cause', property);
          }
        } else if (tag === 'view') {
          const View = constructors[first as string];
          if (!View) throw new Error('An object could not be cloned.');
          made[index] = new View(visit(second) as ArrayBuffer, third, fourth as never);
        } else if (tag === 'date') made[index] = new Date(visit(first) as number);
        else if (tag === 'pattern') made[index] = new RegExp(first, second);
        else if (tag === 'buffer') made[index] = fromBase64(first);
        else made[index] = Object(visit(first));
      };
      return visit(root);
    },
  };
}
