import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Answer, Bridge } from '../../../protocol/ipc/bridge.ts';
import type { OperatorCommand, OperatorInput, OperatorResult } from '../../../protocol/wire/operator.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { read } from '../../bridge/read.ts';
import { useSession } from '../../platform/session-context.tsx';

const adminKey = ['admin'] as const;

/** The client has parsed the result with the schema of its command. */
async function ask<Name extends OperatorCommand>(
  bridge: Bridge,
  command: Name,
  input: OperatorInput<Name>,
): Promise<OperatorResult<Name>> {
  const result = await read(bridge, 'operator.run', { command, input: { ...input } });
  return result as OperatorResult<Name>;
}

/** Whether the account is an admin of the server. The role may have changed since the sign-in. */
export function useIsServerAdmin(): boolean {
  const bridge = useBridge();
  const { account } = useSession();
  const role = useQuery({
    queryKey: [...adminKey, 'role'],
    queryFn: () => read(bridge, 'operator.isAdmin', null),
    staleTime: 60_000,
  });
  return role.data ?? account.role === 'ADMIN';
}

/** Something that the operator reads. No event says that it changed, so it is read each time it is shown. */
export function useOperatorQuery<Name extends OperatorCommand>(command: Name, input: OperatorInput<Name>) {
  const bridge = useBridge();
  return useQuery({
    queryKey: [...adminKey, command, input],
    queryFn: () => ask(bridge, command, input),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
}

/** A list in pages. */
export function useOperatorPages<Name extends 'users' | 'audit'>(command: Name, input: OperatorInput<Name>) {
  const bridge = useBridge();
  return useInfiniteQuery({
    queryKey: [...adminKey, command, input],
    queryFn: ({ pageParam }) => ask(bridge, command, { ...input, before: pageParam } as OperatorInput<Name>),
    initialPageParam: undefined as string | number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
}

/** Runs a command that changes something; then everything is read again. */
export function useOperatorRun() {
  const bridge = useBridge();
  const client = useQueryClient();
  return async <Name extends OperatorCommand>(
    command: Name,
    input: OperatorInput<Name>,
  ): Promise<Answer<OperatorResult<Name>>> => {
    const answer = await bridge.invoke('operator.run', { command, input: { ...input } });
    await client.invalidateQueries({ queryKey: adminKey });
    return answer as Answer<OperatorResult<Name>>;
  };
}
