/** Whether the numbers are undecided because a side has no value: then a proof says nothing that holds. */
export const isWithoutValue = (reason: string): boolean => /no number|finite number/.test(reason);
