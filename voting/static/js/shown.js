/** Whether an element is to be seen; Safari before 17.4 has no name for it. */
export const isShown = (element) => element.checkVisibility?.() ?? element.getClientRects().length > 0;
