import type { Site } from '../../models/contract/site.ts';

/** What stands for the store in rows of the gateway itself; no store is called so. */
export const GATEWAY_STORE = '';
/** The same in topics and addresses. */
export const GATEWAY_PLACE = '_';

/** Of a site, whatever decides whom its alerts go to. */
export type Place = Pick<Site, 'store' | 'region' | 'timeZone'>;
export const gatewayPlace = (timeZone: string): Place => ({ store: GATEWAY_STORE, timeZone });
