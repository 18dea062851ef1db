/** Through which organisation somebody signed in on this device: a name and an id, and nothing of the person. */

import { onDevice } from '../store/slips.ts';

export interface Through {
  organisation: string;
  name: string;
}

const NAME = 'kring-through';

export const rememberOrganisation = (one: Through): void =>
  onDevice.write(NAME, JSON.stringify(one));

/** The organisation that was remembered, unless the device keeps nothing. */
export function rememberedOrganisation(): Through | undefined {
  try {
    const found = JSON.parse(onDevice.read(NAME) ?? 'null') as Partial<Through> | null;
    const { organisation, name } = found ?? {};
    return organisation && name ? { organisation, name } : undefined;
  } catch {
    return undefined;
  }
}
