/** What lezer-r is, which says where its types are and does not bring them. */
declare module 'lezer-r' {
  import type { LRParser } from '@lezer/lr';
  export const parser: LRParser;
}
