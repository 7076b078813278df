import type { Day } from './days';

/** Where somebody was in the calendar, for as long as the console is open: whoever comes back from a stay is there again. */
export const view: { siteId: string; first: Day; span: number } = { siteId: '', first: '', span: 0 };
