import type { Request } from 'express';
import { clientAddress } from '../auth/client-address.ts';
import { deviceName } from '../auth/device-name.ts';

/** Where a request comes from: an address as `clientAddress` gives it, and a device as `deviceName` does. */
export type Sender = { address: string; device: string };

export function senderOf(request: Pick<Request, 'ip' | 'socket' | 'headers'>): Sender {
  return { address: clientAddress(request), device: deviceName(request.headers['user-agent'] ?? null) };
}
