/** What a phone shows of methods that need more: fetched together, with the first meeting that needs any. */
export { default as AdviceWish } from './AdviceWish.svelte';
export { default as Marked } from './Marked.svelte';
export { default as Marks } from './Marks.svelte';
export { default as MyPart } from './MyPart.svelte';
export { default as Thoughts } from './Thoughts.svelte';
