import type { Zone } from '../../models/contract/site.ts';

/** A till is run by one person and a staff room used by few: nothing about them is published, whatever k is. */
export const aboutStaff = (kind: Zone['kind']): boolean => kind === 'till' || kind === 'staff';
