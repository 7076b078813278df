/** Of what is drawn only where it is in sight: known before it is drawn. */
export const rowHeight = 60;
export const headingHeight = 40;
export const cardHeight = 136;
