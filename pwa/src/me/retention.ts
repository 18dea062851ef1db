/** What retention will erase of mine. */
import type { DueCase } from '../api/wire.ts';
import { page, type Page } from '../store/page.svelte.ts';

export const retentionPage = (): Page<{ cases: DueCase[] }> => page('/me/retention');
