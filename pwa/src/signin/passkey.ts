/** Passkeys: the browser's own ceremony; its library is fetched when it is asked for. */
import { ask } from '../api/client.ts';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

const library = () => import('@simplewebauthn/browser');

/** Why no passkey came: the person stopped, this device has one already, or it cannot. */
export type Trouble = 'stopped' | 'there' | 'unable';

/** The browser's ceremony ended without a passkey. */
export class NoPasskey extends Error {
  override name = 'NoPasskey';
  trouble: Trouble;

  constructor(trouble: Trouble, cause: unknown) {
    super(trouble, { cause });
    this.trouble = trouble;
  }
}

/** Whether this browser knows passkeys at all. */
export const canPasskeys = (): boolean => 'PublicKeyCredential' in globalThis;

const TROUBLES: Record<string, Trouble> = {
  NotAllowedError: 'stopped',
  AbortError: 'stopped',
  InvalidStateError: 'there',
};

async function ceremony<T>(begun: Promise<T>): Promise<T> {
  try {
    return await begun;
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : '';
    throw new NoPasskey(TROUBLES[name] ?? 'unable', cause);
  }
}

/** Signs in; `offered` waits quietly until the person picks a passkey from the address field's own list. */
export async function signInWithPasskey(offered = false): Promise<void> {
  const { startAuthentication } = await library();
  const { body } = await ask<{ options: PublicKeyCredentialRequestOptionsJSON }>(
    'POST',
    '/sign-in/passkeys/options',
    { body: {} },
  );
  const credential = await ceremony(
    startAuthentication({ optionsJSON: body.options, useBrowserAutofill: offered }),
  );
  await ask('POST', '/sign-in/passkeys', { body: { credential } });
}

/** Whether the browser can offer passkeys in the list below a field. */
export async function offersPasskeys(): Promise<boolean> {
  if (!canPasskeys()) return false;
  return (await library()).browserSupportsWebAuthnAutofill();
}

/** Stops a ceremony that waits. */
export async function stopWaiting(): Promise<void> {
  (await library()).WebAuthnAbortService.cancelCeremony();
}

/** Adds a passkey of this device to the person who is signed in. */
export async function addPasskey(label: string): Promise<void> {
  const { startRegistration } = await library();
  const { body } = await ask<{ options: PublicKeyCredentialCreationOptionsJSON }>(
    'POST',
    '/me/passkeys/options',
  );
  const credential = await ceremony(startRegistration({ optionsJSON: body.options }));
  await ask('POST', '/me/passkeys', { body: { credential, label } });
}
