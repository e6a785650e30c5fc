import { formatAge } from '@backstage-helm/plugin-helm-common';

/** `14:33:20 UTC`. */
export function clock(iso: string): string {
  return `${new Date(iso).toISOString().slice(11, 19)} UTC`;
}

/** `47 min`. */
export function age(now: number, iso: string): string {
  return formatAge(now - Date.parse(iso));
}
