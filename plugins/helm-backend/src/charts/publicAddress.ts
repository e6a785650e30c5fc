import ipaddr from 'ipaddr.js';

/**
 * Whether an address is of the open internet: not private, loopback,
 * link-local (cloud metadata), carrier NAT, multicast or reserved. An IPv4
 * address inside an IPv6 one counts as what it carries.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) {
    return false;
  }
  return ipaddr.process(address).range() === 'unicast';
}
