/** Cards and situations, as this device last read them: they are there without network too. */
import type { QuestionCards, Situations } from '../api/wire.ts';
import { page, type Page } from '../store/page.svelte.ts';

export const cardsPage = (): Page<QuestionCards> => page('/question-cards');
export const situationsPage = (): Page<Situations> => page('/situations');
