/** A value prepared for the bridge: functions, promises, errors and plain containers are replaced by descriptions. */
export type Packed = [root: number, nodes: Node[]];
export type Node =
  | ['value', unknown]
  | ['array' | 'object', [key: string, node: number][], length: number]
  | ['error', message: string]
  | ['function', id: number]
  | ['own function', id: number]
  | ['promise', id: number];

/** One end of the bridge between a page's world and the preload's. */
export interface BridgeEnd {
  pack(value: unknown): Packed;
  unpack(packed: Packed): unknown;
  /** Runs `name` at the other end, and returns its answer or throws what it threw. */
  ask(name: string, ...values: unknown[]): unknown;
}

/**
 * Electron's contextBridge between two worlds of one page. Both worlds see the same events, and `CustomEvent.detail` is
 * structured-cloned from one to the other, so only copies cross. Functions and promises can't be cloned: they stay where
 * they are and are called by number. Dispatch is synchronous, and so are calls.
 *
 * The function is self-contained: its source text runs in both worlds, so it can't refer to anything outside itself.
 */
export function createBridgeEnd(
  outgoing: string,
  incoming: string,
  handlers: Record<string, (...values: unknown[]) => unknown>,
): BridgeEnd {
  type AnyFunction = (...values: unknown[]) => unknown;
  type Message =
    | { ask: number; name: string; values: Packed }
    | { answer: number; thrown: boolean; value: Packed };
  // Read before any script of the page can replace them.
  const { dispatchEvent, addEventListener } = EventTarget.prototype;
  const { CustomEvent: Envelope, Promise: AnyPromise } = globalThis;
  const own = new Map<number, AnyFunction>();
  const theirs = new WeakMap<object, number>();
  const promised = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  const answers = new Map<number, { thrown: boolean; value: Packed }>();
  const unused = new FinalizationRegistry<number>((id) => end.ask('release', id));
  let lastId = 0;
  const nextId = () => {
    lastId += 1;
    return lastId;
  };

  const post = (detail: Message) => {
    dispatchEvent.call(globalThis as never, new Envelope(outgoing, { detail }));
  };

  const pack = (root: unknown): Packed => {
    const nodes: Node[] = [];
    const seen = new Map<unknown, number>();
    const entries = (value: object, depth: number): [string, number][] =>
      Object.keys(value)
        .filter((key) => typeof Reflect.get(value, key) !== 'symbol')
        .map((key) => [key, visit(Reflect.get(value, key), depth + 1)]);
    const describeValue = (value: unknown, depth: number): Node => {
      if (typeof value === 'function') {
        const back = theirs.get(value);
        if (back !== undefined) return ['own function', back];
        const id = nextId();
        own.set(id, value as AnyFunction);
        return ['function', id];
      }
      if (typeof value === 'symbol') return ['value', undefined];
      if (typeof value !== 'object' || value === null) return ['value', value];
      if (value instanceof AnyPromise) {
        const id = nextId();
        value
          .then((result) => end.ask('settle', id, true, result))
          .catch((error: unknown) => end.ask('settle', id, false, error));
        return ['promise', id];
      }
      if (value instanceof Error) return ['error', value.message];
      if (Array.isArray(value)) return ['array', entries(value, depth), value.length];
      if (Object.prototype.toString.call(value) === '[object Object]')
        return ['object', entries(value, depth), 0];
      return ['value', value];
    };
    const visit = (value: unknown, depth: number): number => {
      if (depth > 1000) {
        const limit =
          'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.';
        throw new TypeError(limit);
      }
      const known = typeof value === 'object' && value !== null ? seen.get(value) : undefined;
      if (known !== undefined) return known;
      const index = nodes.push(['value', undefined]) - 1;
      seen.set(value, index);
      nodes[index] = describeValue(value, depth);
      return index;
    };
    return [visit(root, 0), nodes];
  };

  const stub = (id: number): AnyFunction => {
    const call: AnyFunction = (...values) => end.ask('call', id, ...values);
    theirs.set(call, id);
    unused.register(call, id);
    return call;
  };

  const unpack = ([root, nodes]: Packed): unknown => {
    const made = new Map<number, unknown>();
    const build = (index: number): unknown => {
      if (made.has(index)) return made.get(index);
      const node = nodes[index] ?? ['value', undefined];
      let value: unknown;
      if (node[0] === 'array' || node[0] === 'object') {
        const container: object = node[0] === 'array' ? new Array(node[2]) : {};
        made.set(index, container);
        for (const [key, item] of node[1]) {
          const property = { value: build(item), writable: true, enumerable: true, configurable: true };
          Object.defineProperty(container, key, property);
        }
        return container;
      }
      if (node[0] === 'value') value = node[1];
      else if (node[0] === 'error') value = new Error(node[1]);
      else if (node[0] === 'own function') value = own.get(node[1]);
      else if (node[0] === 'function') value = stub(node[1]);
      else if (node[0] === 'promise') {
        const { promise, resolve, reject } = AnyPromise.withResolvers<unknown>();
        promised.set(node[1], { resolve, reject });
        value = promise;
      }
      made.set(index, value);
      return value;
    };
    return build(root);
  };

  const builtIn: typeof handlers = {
    call: (id, ...values) => own.get(id as number)?.(...values),
    release: (id) => own.delete(id as number),
    settle: (id, fulfilled, value) => {
      const waiting = promised.get(id as number);
      promised.delete(id as number);
      if (fulfilled) waiting?.resolve(value);
      else waiting?.reject(value);
    },
  };

  const onMessage = (event: { detail: Message | null }) => {
    const message = event.detail;
    if (message === null) return; // A value could not be cloned; the caller gets no answer and throws.
    if ('answer' in message) {
      answers.set(message.answer, message);
      return;
    }
    let answer: { thrown: boolean; value: Packed };
    try {
      const handler = builtIn[message.name] ?? handlers[message.name];
      const result = handler?.(...(unpack(message.values) as unknown[]));
      answer = { thrown: false, value: pack(result) };
    } catch (error) {
      answer = { thrown: true, value: pack(error) };
    }
    post({ answer: message.ask, ...answer });
  };
  addEventListener.call(globalThis as never, incoming, onMessage as never);

  const end: BridgeEnd = {
    pack,
    unpack,
    ask(name, ...values) {
      const id = nextId();
      post({ ask: id, name, values: pack(values) });
      const answer = answers.get(id);
      answers.delete(id);
      if (!answer) throw new TypeError('An object could not be cloned.');
      const value = unpack(answer.value);
      if (answer.thrown) throw value;
      return value;
    },
  };
  return end;
}
