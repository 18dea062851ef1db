/** Whether it is Kring that answers, and not a captive portal or a gate in between. */
import { get, Refusal } from '../api/client.ts';
import { isForeign } from './policy.ts';

export async function isReachable(): Promise<boolean> {
  try {
    await get('/me');
    return true;
  } catch (fault) {
    return fault instanceof Refusal && fault.problem.status < 500 && !isForeign(fault.problem);
  }
}
